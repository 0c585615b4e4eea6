package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Responses of a provider that speaks the same API, through the whole gateway. */
@ExtendWith(RawGateway.Shared.class)
final class ResponsesBytesIT {

    private static final String ASKED = "{\"model\":\"gpt-4o-mini\" , \"input\":\"Grüße\",\"vendor\":{\"x\" : 1.50}";
    private static final String CREATED = event(
            "response.created",
            0,
            "\"response\":{\"id\":\"resp_up\",\"status\":\"in_progress\",\"model\":\"gpt-4o-mini-2024\",\"output\":[],\"usage\":null}");
    private static final String DELTA =
            event("response.output_text.delta", 1, "\"delta\":\"信号箱 \\ud83d\\ude89\",\"obfuscation\":\"x\"");
    private static final String COMPLETED = event(
            "response.completed",
            2,
            "\"response\":{\"id\":\"resp_up\",\"status\":\"completed\",\"model\":\"gpt-4o-mini-2024\",\"output\":[],"
                    + "\"usage\":{\"input_tokens\":9,\"output_tokens\":20,\"total_tokens\":29}}");

    private static RawUpstream upstream;
    private static GatewayClient client;

    @BeforeAll
    static void connect(RawGateway gateway) {
        upstream = gateway.upstream();
        client = gateway.client(gateway.process().firstRun().apiKey());
    }

    private static String event(String type, int number, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + number + "," + members
                + "}\n\n";
    }

    private static Answer ask(String more) {
        return client.send("POST", "/v1/responses", ASKED + more + "}");
    }

    private static void answerNext(String... events) {
        upstream.answerNext(List.of(String.join("", events).getBytes(StandardCharsets.UTF_8)));
    }

    private static RawUpstream.Received lastReceived() {
        List<RawUpstream.Received> all = upstream.received();
        return all.get(all.size() - 1);
    }

    @Test
    void passesAWholeResponse() {
        // Given
        String body =
                "{\"id\":\"resp_up\", \"status\":\"completed\",\"model\":\"gpt-4o-mini-2024\",\"output\":[{\"new\":1e9}],"
                        + "\"usage\":{\"input_tokens\":9,\"output_tokens\":20}}";
        upstream.answerNext(200, "application/json", body);

        // When
        Answer answer = ask("");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith(
                        "{\"id\":\"resp_up\", \"status\":\"completed\",\"model\":\"gpt-4o-mini\",\"output\":[{\"new\":1e9}],");
        assertThat(answer.json().at("/usage/cost").decimalValue()).isPositive();
        assertThat(lastReceived().head()).startsWith("POST /v1/responses ");
        assertThat(lastReceived().body()).startsWith(ASKED).endsWith(",\"store\":false}");
    }

    @Test
    void passesAStreamAndAddsTheCost() {
        // Given
        answerNext(CREATED, DELTA, COMPLETED);

        // When
        Answer answer = ask(",\"stream\":true");

        // Then
        assertThat(answer.body())
                .startsWith(CREATED.replace("gpt-4o-mini-2024", "gpt-4o-mini") + DELTA)
                .contains("\"total_tokens\":29,\"cost\":")
                .doesNotContain("gpt-4o-mini-2024");
    }

    @Test
    void fallsBackSilentlyBeforeTheFirstOutput() {
        // Given
        answerNext(
                CREATED,
                event("response.failed", 1, "\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"x\"}}"));
        answerNext(CREATED, DELTA, COMPLETED);

        // When
        Answer answer = ask(",\"stream\":true,\"models\":[\"gpt-4o-mini\",\"gpt-4o\"]");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-attempts")).contains("2");
        assertThat(answer.body()).contains("response.completed").doesNotContain("response.failed");
    }

    @Test
    void neverEndsCleanlyWhenTheUpstreamEndsEarly() {
        // Given
        answerNext(CREATED, DELTA);

        // When
        Answer answer = ask(",\"stream\":true");

        // Then
        assertThat(answer.body())
                .contains("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":2,")
                .contains("event: error\ndata: ")
                .contains("\"code\":\"stream_cut\"")
                .doesNotContain("response.completed");
    }
}
