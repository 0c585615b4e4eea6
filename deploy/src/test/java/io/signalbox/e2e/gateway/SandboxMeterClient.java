package io.signalbox.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** The sandbox provider's own meter: what a real provider would have on its invoice. */
public final class SandboxMeterClient {

    private final GatewayClient http;

    public SandboxMeterClient(URI sandbox) {
        http = new GatewayClient(sandbox, "none");
    }

    public long costNanos() {
        return total().required("cost_nanos").longValue();
    }

    /** Requests of every kind, those it refused too. */
    public long requests() {
        return total().required("requests").longValue();
    }

    /** Tokens that it has produced. */
    public long completionTokens() {
        return total().required("completion_tokens").longValue();
    }

    /** Requests that it is still answering. */
    public long open() {
        return total().required("open").longValue();
    }

    private JsonNode total() {
        Answer answer = http.get("/meter");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().required("total");
    }
}
