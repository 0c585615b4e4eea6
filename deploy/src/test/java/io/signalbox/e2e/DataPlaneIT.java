package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodeBooks;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs read off the wire: headers, money, errors and paths. */
@ExtendWith(SharedGateway.class)
final class DataPlaneIT {

    private static final Duration RECORDED_LIMIT = Duration.ofSeconds(10);

    private final GatewayProcess gateway;
    private final GatewayClient client;

    DataPlaneIT(GatewayProcess gateway) {
        this.gateway = gateway;
        this.client = new GatewayClient(gateway.origin(), gateway.firstRun().apiKey());
    }

    @Test
    void saysInHeadersHowAnAnswerCameAbout() {
        // When
        Answer answer = client.chat(Chats.plain("smart-select:light", "Hello"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.requestId()).startsWith("req_");
        Map.of(
                        "x-signalbox-model", "sandbox/small",
                        "x-signalbox-provider", "sandbox",
                        "x-signalbox-requested-model", "smart-select:light",
                        "x-signalbox-task", "light",
                        "x-signalbox-task-confidence", "1",
                        "x-signalbox-route-reason", "cheapest_above_floor",
                        "x-signalbox-attempts", "1",
                        "x-signalbox-cache", "off",
                        "x-signalbox-cost-status", "exact")
                .forEach((name, value) ->
                        assertThat(answer.header(name)).as(name).hasValue(value));
        assertThat(answer.costUsd()).isPositive();
        assertThat(decimal(answer, "x-signalbox-saved-usd"))
                .as("the large model costs 15 times as much")
                .isEqualByComparingTo(answer.costUsd().multiply(BigDecimal.valueOf(14)));
        assertThat(decimal(answer, "x-signalbox-overhead-ms")).isBetween(BigDecimal.ZERO, BigDecimal.valueOf(1_000));
    }

    @Test
    void tellsOneCostEverywhere() {
        // When
        Answer answer = client.chat(Chats.plain("sandbox/large", "Hello"));

        // Then
        JsonNode record = recorded(answer);
        assertThat(answer.usage().required("cost").decimalValue()).isEqualByComparingTo(answer.costUsd());
        assertThat(new BigDecimal(record.required("cost_usd").asText())).isEqualByComparingTo(answer.costUsd());
        assertThat(record.required("cost_status").asText()).isEqualTo("exact");
        try (NodeBooks books = new NodeBooks(gateway)) {
            long nanos = answer.costUsd().movePointRight(9).longValueExact();
            String events = " FROM usage_event WHERE request_id = '" + answer.requestId() + "'";
            assertThat(books.number("SELECT sum(cost_nanos)::bigint" + events)).isEqualTo(nanos);
            assertThat(books.number("SELECT sum(amount_nanos)::bigint FROM ledger_entry WHERE amount_nanos > 0"
                            + " AND transaction_id IN (SELECT id FROM ledger_transaction"
                            + " WHERE event_id IN (SELECT event_id" + events + "))"))
                    .isEqualTo(nanos);
        }
    }

    @Test
    void pricesByTheCountsThatItShows() {
        // When
        Answer answer = client.chat(Chats.plain("sandbox/small", "Hello"));

        // Then
        long prompt = answer.usage().required("prompt_tokens").longValue();
        long completion = answer.usage().required("completion_tokens").longValue();
        assertThat(answer.costUsd())
                .as("$0.10 and $0.40 per million")
                .isEqualByComparingTo(BigDecimal.valueOf(prompt * 100 + completion * 400, 9));
    }

    @Test
    void putsTheCostOfAStreamOnItsLastChunkWhenAsked() {
        // Given
        BigDecimal plain = client.chat(Chats.plain("sandbox/small", "Hello")).costUsd();

        // When
        Answer answer = client.chat(Chats.streamedWithUsage("sandbox/small", "Hello"));

        // Then
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("pending");
        assertThat(answer.header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.usage().required("cost").decimalValue()).isEqualByComparingTo(plain);
        assertThat(new BigDecimal(recorded(answer).required("cost_usd").asText()))
                .isEqualByComparingTo(plain);
    }

    @Test
    void putsTheCostOfAStreamIntoACommentWhenNotAskedForUsage() {
        // When
        Answer answer = client.chat(Chats.streamed("sandbox/small", "Hello"));

        // Then
        assertThat(answer.chunks()).noneMatch(chunk -> chunk.hasNonNull("usage"));
        String cost = recorded(answer).required("cost_usd").asText();
        assertThat(answer.comments()).anySatisfy(comment -> assertThat(comment).contains(cost));
        assertThat(answer.isDone()).isTrue();
    }

    @Test
    void showsTheCandidatesInTheBodyWhenAsked() {
        // When
        Answer answer = client.chat(Chats.plain("smart-select:light", "Hello"), "x-signalbox-metadata", "body");

        // Then
        JsonNode metadata = answer.json().required("signalbox_metadata");
        assertThat(metadata.required("candidates").findValuesAsText("model"))
                .contains("sandbox/small", "sandbox/large");
    }

    @Test
    void answersErrorsWithTheRequestIdAndOpenAisObject() {
        // When
        Answer noKey = new GatewayClient(gateway.origin(), "sb_live_nobody").chat(Chats.plain("sandbox/small", "Hi"));
        Answer noJson = client.chat("{\"model\":\"sandbox/small\",");
        Answer noModel = client.chat(Chats.plain("no-such-model", "Hi"));

        // Then
        assertError(noKey, 401, "invalid_api_key");
        assertError(noJson, 400, "invalid_json");
        assertError(noModel, 404, "model_not_found");
        assertThat(noModel.header("x-signalbox-requested-model")).hasValue("no-such-model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/chat/completions", "/v1/chat/completions/", "/chat/completions", "/v1/v1/chat/completions"})
    void forgivesThePathsThatPeopleConfigure(String path) {
        assertThat(client.send("POST", path, Chats.plain("sandbox/small", "Hello"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nowhere", "/v1", "/api/v1/nowhere", "/api/nowhere"})
    void answersProgramsInJsonWhereNothingIs(String path) {
        // When
        Answer answer = client.get(path);

        // Then
        assertThat(answer.status()).isIn(404, 401);
        assertThat(answer.header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).contains("json"));
        assertThat(answer.json().isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-api-key", "x-goog-api-key"})
    void takesTheKeyWhereOtherSdksPutIt(String header) {
        // Given
        GatewayClient bare = new GatewayClient(gateway.origin(), "");

        // When
        Answer answer = bare.chat(
                Chats.plain("sandbox/small", "Hello"),
                header,
                gateway.firstRun().apiKey());

        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void tellsAKeyAboutItself() {
        // When
        Answer live = client.get("/v1/key");
        Answer test = new GatewayClient(gateway.origin(), gateway.firstRun().testKey()).get("/v1/key");

        // Then
        assertThat(live.json().required("mode").asText()).isEqualTo("live");
        assertThat(test.json().required("mode").asText()).isEqualTo("test");
    }

    @Test
    void hidesOneRequestFromEverybodyElse() {
        // Given
        Answer unknown = client.get("/v1/requests/req_00000000000000000000000000");

        // Then
        assertError(unknown, 404, "not_found");
    }

    private static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error().required("code").asText()).isEqualTo(code);
        assertThat(answer.error().required("message").asText()).isNotBlank();
        assertThat(answer.error().required("request_id").asText()).isEqualTo(answer.requestId());
    }

    private static BigDecimal decimal(Answer answer, String header) {
        return new BigDecimal(answer.header(header).orElseThrow(() -> new AssertionError("no " + header)));
    }

    private JsonNode recorded(Answer answer) {
        return Eventually.within(RECORDED_LIMIT, "the request is recorded", () -> {
            Answer record = client.get("/v1/requests/" + answer.requestId());
            assertThat(record.status()).as(record.body()).isEqualTo(200);
            return record.json();
        });
    }
}
