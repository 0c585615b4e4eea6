package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees when a provider fails, by the sandbox's magic models. */
@ExtendWith(SharedGateway.class)
final class FallbackIT {

    private static final Duration RECORDED_LIMIT = Duration.ofSeconds(10);

    private final GatewayClient client;

    FallbackIT(GatewayProcess gateway) {
        client = new GatewayClient(gateway.origin(), gateway.firstRun().apiKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sandbox/error-500", "sandbox/error-429", "sandbox/error-timeout", "sandbox/error-malformed"})
    void servesByTheNextModelWhenTheFirstFails(String failing) {
        // When
        Answer answer = client.chat(Chats.firstOf("Hello", failing, "sandbox/small"), "x-signalbox-timeout-ms", "3000");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().required("model").asText()).isEqualTo("sandbox/small");
        assertFellBack(answer);
        assertThat(answer.text())
                .isEqualTo(
                        client.chat(Chats.plain("sandbox/small", "Hello", 64)).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sandbox/error-500", "sandbox/error-429", "sandbox/error-timeout", "sandbox/error-malformed"})
    void streamsFromTheNextModelWhenTheFirstFails(String failing) {
        // When
        Answer answer = client.chat(Chats.with(Chats.firstOf("Hello", failing, "sandbox/small"), "\"stream\":true"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isDone()).isTrue();
        assertFellBack(answer);
        assertThat(answer.text())
                .isEqualTo(
                        client.chat(Chats.plain("sandbox/small", "Hello", 64)).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox/error-500", "sandbox/error-429"})
    void billsNothingForAnAttemptThatTheProviderRefused(String failing) {
        // When
        Answer answer = client.chat(Chats.firstOf("Hello", failing, "sandbox/small"));

        // Then
        List<BigDecimal> costs = attemptCosts(answer);
        assertThat(costs).hasSize(2);
        assertThat(costs.get(0)).isZero();
        assertThat(costs.get(1)).isEqualByComparingTo(answer.costUsd()).isPositive();
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("exact");
    }

    @Test
    void billsTheWholeReservationForAnAttemptThatNobodyKnowsTheEndOf() {
        // When
        Answer answer = client.chat(
                Chats.firstOf("Hello", "sandbox/error-timeout", "sandbox/small"), "x-signalbox-timeout-ms", "3000");

        // Then
        List<BigDecimal> costs = attemptCosts(answer);
        assertThat(costs).hasSize(2);
        assertThat(costs.get(0)).as("more than an answer: all that was held").isGreaterThan(costs.get(1));
        assertThat(costs.get(0).add(costs.get(1))).isEqualByComparingTo(answer.costUsd());
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("estimated");
    }

    @Test
    void tellsTheProvidersFailureWhenNoModelIsLeft() {
        // When
        Answer answer = client.chat(Chats.firstOf("Hello", "sandbox/error-500", "sandbox/error-429"));

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error().required("code").asText()).isEqualTo("provider_rate_limited");
        assertThat(answer.header("x-signalbox-attempts")).hasValue("2");
        assertThat(answer.error().required("request_id").asText()).isEqualTo(answer.requestId());
    }

    @Test
    void triesOnceWhenTheClientWantsNoFallback() {
        // When
        Answer answer = client.chat(
                Chats.firstOf("Hello", "sandbox/error-500", "sandbox/small"), "x-signalbox-fallback", "off");

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("x-signalbox-attempts")).hasValue("1");
    }

    @Test
    void endsACutStreamWithAnErrorAndBillsWhatWasDelivered() {
        // When
        Answer answer = client.chat(Chats.streamed("sandbox/error-cut-stream", "Hello"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.error().required("code").asText()).isEqualTo("stream_cut");
        assertThat(answer.chunks())
                .filteredOn(chunk -> chunk.at("/choices/0/finish_reason").isTextual())
                .as("no clean end")
                .isEmpty();
        JsonNode record = record(answer);
        assertThat(record.required("code").asText()).isEqualTo("stream_cut");
        assertThat(record.required("cost_status").asText()).isEqualTo("estimated");
        assertThat(new BigDecimal(record.required("cost_usd").asText())).isPositive();
    }

    @Test
    void tellsWhatACutStreamCostBeforeTheErrorThatReadersStopAt() {
        // When
        Answer answer = client.chat(Chats.streamedWithUsage("sandbox/error-cut-stream", "Hello"));

        // Then
        assertThat(answer.error().required("code").asText()).isEqualTo("stream_cut");
        JsonNode usage = answer.chunks().get(answer.chunks().size() - 2).required("usage");
        assertThat(usage.required("cost").decimalValue()).isPositive();
        assertThat(usage.required("estimated").booleanValue()).isTrue();
    }

    @Test
    void neverFallsBackAfterTheFirstOutput() {
        // When
        Answer answer = client.chat(
                Chats.with(Chats.firstOf("Hello", "sandbox/error-cut-stream", "sandbox/small"), "\"stream\":true"));

        // Then
        assertThat(answer.error().required("code").asText()).isEqualTo("stream_cut");
        assertThat(answer.header("x-signalbox-attempts")).hasValue("1");
    }

    @Test
    void estimatesTheCostWhenTheProviderSendsNoUsage() {
        // When
        Answer answer = client.chat(Chats.plain("sandbox/error-no-usage", "Hello"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("estimated");
        assertThat(answer.costUsd()).isPositive();
        assertThat(answer.usage().required("estimated").booleanValue()).isTrue();
        assertThat(answer.usage().required("cost").decimalValue()).isEqualByComparingTo(answer.costUsd());
    }

    private static void assertFellBack(Answer answer) {
        assertThat(answer.header("x-signalbox-attempts")).hasValue("2");
        assertThat(answer.header("x-signalbox-model")).hasValue("sandbox/small");
        assertThat(answer.header("x-signalbox-route-reason")).hasValue("fallback");
    }

    private List<BigDecimal> attemptCosts(Answer answer) {
        return record(answer).required("attempts").findValuesAsText("cost_usd").stream()
                .map(BigDecimal::new)
                .toList();
    }

    private JsonNode record(Answer answer) {
        return Eventually.within(RECORDED_LIMIT, "the request is recorded", () -> {
            Answer record = client.get("/v1/requests/" + answer.requestId());
            assertThat(record.status()).as(record.body()).isEqualTo(200);
            return record.json();
        });
    }
}
