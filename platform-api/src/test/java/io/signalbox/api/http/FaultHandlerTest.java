package io.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class FaultHandlerTest {

    @Test
    void aFaultIsToldInOpenAisShapeWithOurRequestId() {
        Fault fault = Fault.with(FaultCode.BUDGET_EXCEEDED, "Blocked by budget 'team'.")
                .metadata("budget_id", "bud_1")
                .metadata("resets_at", null)
                .detail("not for callers")
                .build();

        JsonObject error = FaultHandler.body(fault, "req_1").getJsonObject("error");

        assertThat(error.getString("message")).isEqualTo("Blocked by budget 'team'.");
        assertThat(error.getString("type")).isEqualTo("insufficient_quota");
        assertThat(error.getString("code")).isEqualTo("budget_exceeded");
        assertThat(error.getString("request_id")).isEqualTo("req_1");
        assertThat(error.containsKey("param")).isTrue();
        assertThat(error.getJsonObject("metadata").getString("budget_id")).isEqualTo("bud_1");
        assertThat(error.encode()).doesNotContain("not for callers");
    }

    @Test
    void whatNobodyExpectedIsInternalAndKeepsItsWordsToItself() {
        Fault fault = FaultHandler.asFault(new IllegalStateException("sk-secret in a message"), "req_1");

        assertThat(fault.code()).isEqualTo(FaultCode.INTERNAL);
        assertThat(fault.publicMessage()).doesNotContain("secret");
    }

    @Test
    void everyCodeHasAStatusOfItsBlame() {
        assertThat(FaultCode.values()).hasSizeLessThanOrEqualTo(40).allSatisfy(code -> {
            assertThat(code.wireName()).matches("[a-z_]+");
            switch (code.blame()) {
                case CALLER -> assertThat(code.status()).isBetween(400, 499);
                case PLATFORM, PROVIDER -> assertThat(code.status()).isBetween(500, 504);
                case CAPACITY -> assertThat(code.status()).isIn(429, 503);
                case CONFIG -> assertThat(code.status()).isIn(422, 502, 503);
            }
        });
    }
}
