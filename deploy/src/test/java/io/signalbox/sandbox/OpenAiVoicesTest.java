package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox as OpenAI's chat completions, embeddings and moderations, and as Azure. */
final class OpenAiVoicesTest {

    private static final String AZURE = "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21";

    private SandboxHttp http;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    private static JsonObject chat(Object... more) {
        return object("model", "sandbox/small", "messages", list(object("role", "user", "content", "Grüß Gott")))
                .mergeIn(object(more));
    }

    @Test
    void reasonsBeforeItAnswersAndCountsThatInside() throws Exception {
        // When
        JsonObject completion = http.post("/v1/chat/completions", chat("reasoning_effort", "low"))
                .json();
        SandboxHttp.Answer streamed =
                http.post("/v1/chat/completions", chat("reasoning_effort", "low", "stream", true));

        // Then
        JsonObject message = completion.getJsonArray("choices").getJsonObject(0).getJsonObject("message");
        StringBuilder thoughts = new StringBuilder();
        streamed.events()
                .forEach(each -> thoughts.append(each.getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("delta")
                        .getString("reasoning_content", "")));
        SandboxUsage metered = http.metered("sandbox/small");
        assertThat(thoughts.toString())
                .isEqualTo(message.getString("reasoning_content"))
                .startsWith("Let me think");
        assertThat(completion.getJsonObject("usage").getLong("completion_tokens"))
                .isEqualTo(metered.completionTokens() / 2);
        assertThat(completion
                        .getJsonObject("usage")
                        .getJsonObject("completion_tokens_details")
                        .getLong("reasoning_tokens"))
                .isEqualTo(metered.reasoning() / 2);
    }

    @Test
    void streamsCallsWithTheRoleInTheFirstChunk() throws Exception {
        // Given
        JsonObject tool = object("type", "function", "function", object("name", "weather"));
        JsonObject other = object("type", "function", "function", object("name", "time"));

        // When
        List<JsonObject> chunks = http.post(
                        "/v1/chat/completions",
                        chat(
                                "stream",
                                true,
                                "tools",
                                list(tool, other),
                                "messages",
                                list(object("role", "user", "content", "both"))))
                .events();

        // Then
        List<JsonObject> deltas = new ArrayList<>();
        chunks.forEach(
                each -> deltas.add(each.getJsonArray("choices").getJsonObject(0).getJsonObject("delta")));
        assertThat(deltas.get(0).getString("role")).isEqualTo("assistant");
        assertThat(deltas.get(0).getJsonArray("tool_calls").getJsonObject(0).getJsonObject("function"))
                .isEqualTo(object("name", "weather", "arguments", ""));
        assertThat(deltas.get(1).getJsonArray("tool_calls"))
                .isEqualTo(list(object("index", 0, "function", object("arguments", "{}"))));
        assertThat(deltas.get(2).containsKey("role")).isFalse();
        assertThat(deltas.get(2).getJsonArray("tool_calls").getJsonObject(0).getInteger("index"))
                .isEqualTo(1);
        assertThat(chunks.get(chunks.size() - 1)
                        .getJsonArray("choices")
                        .getJsonObject(0)
                        .getString("finish_reason"))
                .isEqualTo("tool_calls");
    }

    @Test
    void refusesAndFilters() throws Exception {
        // When
        JsonObject refused = choice(chat("model", "sandbox/error-refusal"));
        JsonObject filtered = choice(chat("model", "sandbox/error-content-filter"));

        // Then
        assertThat(refused.getJsonObject("message").getString("refusal")).startsWith("[sandbox]");
        assertThat(refused.getJsonObject("message").getValue("content")).isNull();
        assertThat(filtered.getString("finish_reason")).isEqualTo("content_filter");
        assertThat(http.metered("sandbox/error-content-filter").output()).isEqualTo(3);
    }

    private JsonObject choice(JsonObject request) throws Exception {
        return http.post("/v1/chat/completions", request)
                .json()
                .getJsonArray("choices")
                .getJsonObject(0);
    }

    @ParameterizedTest
    @CsvSource({
        "error-500, 500, server_error",
        "error-429, 429, rate_limit_exceeded",
        "error-401, 401, invalid_api_key",
        "error-quota, 429, insufficient_quota",
        "error-overloaded, 503, ",
        "error-context-length, 400, context_length_exceeded",
        "error-prompt-filter, 400, invalid_prompt",
    })
    void failsInOpenAisWords(String model, int status, String code) throws Exception {
        for (String path : List.of("/v1/chat/completions", "/v1/responses", "/v1/embeddings")) {
            // When
            SandboxHttp.Answer answer =
                    http.post(path, chat("model", "sandbox/" + model, "input", "x", "stream", true));

            // Then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().getJsonObject("error").getString("code")).isEqualTo(code);
        }
    }

    @Test
    void tellsAFaultWithinAStream() throws Exception {
        // When
        SandboxHttp.Answer told =
                http.post("/v1/chat/completions", chat("model", "sandbox/error-midstream", "stream", true));

        // Then
        assertThat(told.data()).hasSize(5);
        assertThat(told.data().get(4)).startsWith("{\"error\":{").contains("\"server_error\"");
    }

    @Test
    void embedsTextsAndTokensInBothEncodings() throws Exception {
        // When
        JsonObject floats = embed("input", "Grüß Gott", "dimensions", 8);
        JsonObject base64 = embed("input", list("Grüß Gott"), "dimensions", 8, "encoding_format", "base64");
        JsonObject tokens = embed("input", list(list(1, 2, 3), list(4)));

        // Then
        JsonArray vector = first(floats).getJsonArray("embedding");
        ByteBuffer bytes = ByteBuffer.wrap(
                        Base64.getDecoder().decode(first(base64).getString("embedding")))
                .order(ByteOrder.LITTLE_ENDIAN);
        double squares = 0;
        for (Object each : vector) {
            float value = ((Number) each).floatValue();
            squares += value * value;
            assertThat(bytes.getFloat()).isEqualTo(value);
        }
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(squares).isBetween(0.999, 1.001);
        assertThat(floats.getJsonObject("usage")).isEqualTo(object("prompt_tokens", 3, "total_tokens", 3));
        assertThat(tokens.getJsonArray("data")).hasSize(2);
        assertThat(tokens.getJsonObject("usage").getInteger("prompt_tokens")).isEqualTo(4);
        assertThat(first(tokens).getJsonArray("embedding")).hasSize(SandboxVectors.DIMENSIONS);
        assertThat(http.metered("text-embedding-3-small").promptTokens()).isEqualTo(3 + 3 + 4);
    }

    private JsonObject embed(Object... request) throws Exception {
        return http.post("/v1/embeddings", object(request).put("model", "text-embedding-3-small"))
                .json();
    }

    private static JsonObject first(JsonObject embeddings) {
        return embeddings.getJsonArray("data").getJsonObject(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "[]", "[1,\"x\"]", "[[\"x\"]]", "7", "[\"\"]"})
    void refusesToEmbedWhatIsNoInput(String input) throws Exception {
        assertThat(http.post("/v1/embeddings", Buffer.buffer("{\"model\":\"m\",\"input\":" + input + "}"), Map.of())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void moderates() throws Exception {
        // When
        JsonArray results = http.post("/v1/moderations", object("input", list("Hello", "I kill you")))
                .json()
                .getJsonArray("results");

        // Then
        assertThat(results.getJsonObject(0).getBoolean("flagged")).isFalse();
        assertThat(results.getJsonObject(1).getBoolean("flagged")).isTrue();
        assertThat(results.getJsonObject(1).getJsonObject("categories").getBoolean("violence"))
                .isTrue();
        assertThat(http.sandbox.meter().total().requests()).isZero();
    }

    @Test
    void answersAsAzure() throws Exception {
        // When
        JsonObject completion = http.post(AZURE, chat()).json();
        SandboxHttp.Answer streamed = http.post(AZURE, chat("stream", true));

        // Then
        JsonObject first = streamed.events().get(0);
        assertThat(completion.getString("model")).isEqualTo("gpt-4o");
        assertThat(completion.getJsonArray("prompt_filter_results")).hasSize(1);
        assertThat(completion.getJsonArray("choices").getJsonObject(0).getJsonObject("content_filter_results"))
                .hasSize(4);
        assertThat(first.getJsonArray("choices")).isEmpty();
        assertThat(first.getString("id")).isEmpty();
        assertThat(streamed.events().get(1).getString("model")).isEqualTo("gpt-4o");
        assertThat(http.metered("gpt-4o").promptTokens()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "error-429, 429, 429",
        "error-401, 401, 401",
        "error-prompt-filter, 400, content_filter",
        "error-context-length, 400, context_length_exceeded",
        "none, 404, DeploymentNotFound",
    })
    void failsInAzuresWords(String model, int status, String code) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(AZURE.replace("gpt-4o", "sandbox%2F" + model), chat());

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getJsonObject("error").getString("code")).isEqualTo(code);
        assertThat(http.post(AZURE.replaceFirst("\\?.*", ""), chat()).status()).isEqualTo(404);
    }
}
