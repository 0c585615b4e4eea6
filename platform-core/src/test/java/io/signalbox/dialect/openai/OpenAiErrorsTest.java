package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

final class OpenAiErrorsTest {

    @Test
    void aFaultIsToldInOpenAisShapeWithOurRequestId() {
        Fault fault = Fault.with(FaultCode.BUDGET_EXCEEDED, "Blocked by budget 'team'.")
                .metadata("budget_id", "bud_1")
                .metadata("resets_at", null)
                .detail("not for callers")
                .build();

        JsonObject error = new JsonObject(OpenAiErrors.body(fault, "req_1")).getJsonObject("error");

        assertThat(error.getString("message")).isEqualTo("Blocked by budget 'team'.");
        assertThat(error.getString("type")).isEqualTo("insufficient_quota");
        assertThat(error.getString("code")).isEqualTo("budget_exceeded");
        assertThat(error.getString("request_id")).isEqualTo("req_1");
        assertThat(error.containsKey("param")).isTrue();
        assertThat(error.getJsonObject("metadata").getString("budget_id")).isEqualTo("bud_1");
        assertThat(error.encode()).doesNotContain("not for callers");
    }
}
