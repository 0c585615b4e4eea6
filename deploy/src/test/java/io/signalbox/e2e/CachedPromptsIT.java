package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a provider's cache, written to it or thought is told in the caller's words and costs what the price book says, to the nano. */
@ExtendWith(EveryProvider.class)
final class CachedPromptsIT {

    private static final Duration RECORDED_LIMIT = Duration.ofSeconds(10);

    /** Some 3,000 tokens: enough for a provider that caches by itself. */
    private static final String LONG =
            "The points are set and the line is clear. ".repeat(300).strip();

    /** Nano-USD for a token of each class, as the makers' price lists have them. */
    private static final Map<String, Map<String, Integer>> PRICES = Map.of(
            "gpt-5-mini", Map.of("input", 250, "cache_read", 25, "output", 2_000, "reasoning", 2_000),
            "claude-haiku-4.5",
                    Map.of(
                            "input",
                            1_000,
                            "cache_read",
                            100,
                            "cache_write_5m",
                            1_250,
                            "cache_write_1h",
                            2_000,
                            "output",
                            5_000,
                            "reasoning",
                            5_000),
            "gemini-2.5-flash", Map.of("input", 300, "cache_read", 75, "output", 2_500, "reasoning", 2_500));

    private final GatewayProcess gateway;
    private final GatewayClient client;

    CachedPromptsIT(GatewayProcess gateway) {
        this.gateway = gateway;
        this.client = new GatewayClient(gateway.origin(), gateway.firstRun().apiKey());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsTheMarksOfAPromptOnTheirWayToAnthropic(boolean stream) {
        // Given
        String body = marked("claude-haiku-4.5", stream);
        JsonNode direct = messagesUsage(new GatewayClient(gateway.sandbox(), "")
                .send(
                        "POST",
                        "/v1/messages",
                        marked("claude-haiku-4-5", stream),
                        "x-api-key",
                        "sandbox",
                        "anthropic-version",
                        "2023-06-01"));

        // When
        Answer answer = client.send("POST", "/v1/messages", body);

        // Then
        ObjectNode usage = messagesUsage(answer).deepCopy();
        JsonNode record = record(answer);
        assertThat(usage.remove("cost").decimalValue()).isEqualByComparingTo(answeredCost(record));
        assertThat(usage).as("what Anthropic counts").isEqualTo(direct);
        assertThat(record.at("/usage/cache_read").asLong())
                .isEqualTo(direct.path("cache_read_input_tokens").asLong())
                .isGreaterThan(1_000);
        assertThat(record.at("/usage/cache_write_5m").asLong()).isPositive();
        assertThat(record.at("/usage/cache_write_5m").asLong()
                        + record.at("/usage/cache_write_1h").asLong())
                .isEqualTo(direct.path("cache_creation_input_tokens").asLong());
        assertCostsWhatTheBookSays("claude-haiku-4.5", record);
    }

    @Test
    void pricesWhatIsWrittenForAnHourApartFromWhatIsWrittenForFiveMinutes() {
        // When
        Answer answer = client.send("POST", "/v1/messages", """
                {"model":"claude-haiku-4.5","max_tokens":64,"system":[{"type":"text","text":"%s",\
                "cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[{"role":"user","content":\
                [{"type":"text","text":"%s","cache_control":{"type":"ephemeral"}}]}]}""".formatted(LONG, LONG));

        // Then
        JsonNode record = record(answer);
        JsonNode written = messagesUsage(answer).path("cache_creation");
        assertThat(written.path("ephemeral_1h_input_tokens").asLong())
                .isEqualTo(record.at("/usage/cache_write_1h").asLong())
                .isGreaterThan(1_000);
        assertThat(written.path("ephemeral_5m_input_tokens").asLong())
                .isEqualTo(record.at("/usage/cache_write_5m").asLong())
                .isGreaterThan(1_000);
        assertCostsWhatTheBookSays("claude-haiku-4.5", record);
    }

    static Stream<Arguments> modelsPlainAndStreamed() {
        return EveryProvider.MODELS.stream()
                .flatMap(model -> Stream.of(Arguments.of(model, false), Arguments.of(model, true)));
    }

    @ParameterizedTest
    @MethodSource("modelsPlainAndStreamed")
    void tellsAnthropicsClientsWhatWasReadAndThought(String model, boolean stream) {
        // When
        Answer answer = client.send(
                "POST",
                "/v1/messages",
                with(marked(model, stream), "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}"));

        // Then
        JsonNode record = record(answer);
        JsonNode usage = messagesUsage(answer);
        JsonNode classes = record.path("usage");
        assertThat(usage.path("input_tokens").asLong())
                .isEqualTo(classes.path("input").asLong());
        assertThat(usage.path("cache_read_input_tokens").asLong())
                .isEqualTo(classes.path("cache_read").asLong())
                .isGreaterThan(1_000);
        assertThoughtsAreToldApart(model, record);
        assertThat(usage.path("output_tokens").asLong())
                .isEqualTo(classes.path("output").asLong()
                        + classes.path("reasoning").asLong());
        assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(answeredCost(record));
        assertCostsWhatTheBookSays(model, record);
    }

    @ParameterizedTest
    @MethodSource("modelsPlainAndStreamed")
    void tellsOpenAisClientsWhatWasReadAndThought(String model, boolean stream) {
        // When
        Answer answer = client.chat(
                """
                {"model":"%s","reasoning_effort":"low","stream":%s%s,"messages":[{"role":"system","content":"%s"},\
                {"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},{"role":"user","content":"And?"}]}""".formatted(model, stream, stream ? ",\"stream_options\":{\"include_usage\":true}" : "", LONG));

        // Then
        JsonNode record = record(answer);
        assertOpenAiUsage(
                answer.usage(), record, List.of("prompt_tokens", "completion_tokens", "prompt_tokens_details"));
        assertThoughtsAreToldApart(model, record);
        assertThat(answer.usage()
                        .at("/completion_tokens_details/reasoning_tokens")
                        .asLong())
                .isEqualTo(record.at("/usage/reasoning").asLong());
        assertCostsWhatTheBookSays(model, record);
    }

    @ParameterizedTest
    @MethodSource("modelsPlainAndStreamed")
    void tellsClientsOfResponsesWhatWasReadAndThought(String model, boolean stream) {
        // When
        Answer answer = client.send("POST", "/v1/responses", """
                {"model":"%s","reasoning":{"effort":"low"},"stream":%s,"store":false,"instructions":"%s","input":[\
                {"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},{"role":"user","content":"And?"}]}""".formatted(model, stream, LONG));

        // Then
        JsonNode usage = answer.isStream()
                ? last(answer).at("/response/usage")
                : answer.json().path("usage");
        JsonNode record = record(answer);
        assertOpenAiUsage(usage, record, List.of("input_tokens", "output_tokens", "input_tokens_details"));
        assertThoughtsAreToldApart(model, record);
        assertThat(usage.at("/output_tokens_details/reasoning_tokens").asLong())
                .isEqualTo(record.at("/usage/reasoning").asLong());
        assertCostsWhatTheBookSays(model, record);
    }

    /** {@code names} are those of what went in, what came out, and the details of the first. */
    private static void assertOpenAiUsage(JsonNode usage, JsonNode record, List<String> names) {
        JsonNode classes = record.path("usage");
        assertThat(usage.path(names.get(0)).asLong())
                .isEqualTo(classes.path("input").asLong()
                        + classes.path("cache_read").asLong());
        assertThat(usage.path(names.get(1)).asLong())
                .isEqualTo(classes.path("output").asLong()
                        + classes.path("reasoning").asLong());
        assertThat(usage.path("total_tokens").asLong())
                .isEqualTo(usage.path(names.get(0)).asLong()
                        + usage.path(names.get(1)).asLong());
        assertThat(usage.at("/" + names.get(2) + "/cached_tokens").asLong())
                .isEqualTo(classes.path("cache_read").asLong());
        if (!record.path("provider").asText().equals("anthropic")) {
            assertThat(classes.path("cache_read").asLong()).isGreaterThan(1_000);
        }
        assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(answeredCost(record));
    }

    /** The record's cost, which is the sum of its classes at the book's prices. */
    private static void assertCostsWhatTheBookSays(String model, JsonNode record) {
        long nanos = 0;
        for (Map.Entry<String, JsonNode> each : record.path("usage").properties()) {
            long tokens = each.getValue().asLong();
            assertThat(tokens == 0 || PRICES.get(model).containsKey(each.getKey()))
                    .as("%s has a price for %s", model, each)
                    .isTrue();
            nanos += tokens * PRICES.get(model).getOrDefault(each.getKey(), 0);
        }
        assertThat(record.path("cost_status").asText()).isEqualTo("exact");
        assertThat(answeredCost(record)).isEqualByComparingTo(BigDecimal.valueOf(nanos, 9));
    }

    /** Anthropic counts thoughts as output; the others tell them apart. */
    private static void assertThoughtsAreToldApart(String model, JsonNode record) {
        assertThat(record.at("/usage/reasoning").asLong() > 0).isEqualTo(!model.startsWith("claude"));
    }

    private static BigDecimal answeredCost(JsonNode record) {
        return new BigDecimal(record.path("cost_usd").asText());
    }

    /** A conversation that was marked before its answer, for an hour and for five minutes, and is marked again after it. */
    private static String marked(String model, boolean stream) {
        return """
                {"model":"%s","max_tokens":2048,"stream":%s,\
                "system":[{"type":"text","text":"%s","cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[\
                {"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]},\
                {"role":"assistant","content":"Hi"},\
                {"role":"user","content":[{"type":"text","text":"And?"},\
                {"type":"text","text":"Is there more?","cache_control":{"type":"ephemeral"}}]}]}""".formatted(model, stream, LONG);
    }

    private static String with(String body, String members) {
        return body.substring(0, body.length() - 1) + "," + members + "}";
    }

    private JsonNode record(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Eventually.within(RECORDED_LIMIT, "the request is recorded", () -> {
            Answer record = client.get("/v1/requests/" + answer.requestId());
            assertThat(record.status()).as(record.body()).isEqualTo(200);
            return record.json();
        });
    }

    /** The usage of a whole message, or of a stream the opening's with the end's over it. */
    private static JsonNode messagesUsage(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        if (!answer.isStream()) {
            return answer.json().path("usage");
        }
        ObjectNode usage = Json.read("{}").deepCopy();
        for (JsonNode each : answer.chunks()) {
            if (each.at("/message/usage").isObject()) {
                usage.setAll((ObjectNode) each.at("/message/usage"));
            }
            if (each.path("usage").isObject()) {
                usage.setAll((ObjectNode) each.path("usage"));
            }
        }
        return usage;
    }

    private static JsonNode last(Answer answer) {
        List<JsonNode> chunks = answer.chunks();
        return chunks.get(chunks.size() - 1);
    }
}
