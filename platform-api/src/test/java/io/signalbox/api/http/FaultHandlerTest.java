package io.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import org.junit.jupiter.api.Test;

class FaultHandlerTest {

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
