package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox as Anthropic. */
final class AnthropicVoiceTest {

    private static final String PATH = "/v1/messages";
    private static final JsonObject WEATHER = object(
            "name",
            "weather",
            "input_schema",
            object("type", "object", "properties", object("city", object("type", "string")), "required", list("city")));
    private static final JsonObject TIME = object("name", "time", "input_schema", object("type", "object"));
    private static final JsonObject THINKING = object("type", "enabled", "budget_tokens", 1_024);

    private SandboxHttp http;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of("anthropic-version", "2023-06-01"));
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    private static JsonObject request(Object... more) {
        return object("model", "sandbox/small", "max_tokens", 2_000, "messages", list(user("Grüß Gott")))
                .mergeIn(object(more));
    }

    private static JsonObject user(Object content) {
        return object("role", "user", "content", content);
    }

    private static JsonObject assistant(JsonArray content) {
        return object("role", "assistant", "content", content);
    }

    private static JsonObject marked(String text) {
        return object("type", "text", "text", text, "cache_control", object("type", "ephemeral"));
    }

    @Test
    void answersInText() throws Exception {
        // When
        JsonObject message = http.post(PATH, request()).json();

        // Then: 3, a turn of 4, and 13 bytes.
        String text = message.getJsonArray("content").getJsonObject(0).getString("text");
        int tokens = (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 3) / 4;
        assertThat(text).startsWith("[sandbox/small] This answer is made up. You asked: “Grüß Gott”.");
        assertThat(message)
                .isEqualTo(object(
                        "id",
                        message.getString("id"),
                        "type",
                        "message",
                        "role",
                        "assistant",
                        "model",
                        "sandbox/small",
                        "content",
                        list(object("type", "text", "text", text)),
                        "stop_reason",
                        "end_turn",
                        "stop_sequence",
                        null,
                        "usage",
                        new JsonObject(
                                "{\"input_tokens\":10,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},"
                                        + "\"output_tokens\":" + tokens + ",\"service_tier\":\"standard\"}")));
        assertThat(http.metered("sandbox/small")).isEqualTo(new SandboxUsage(10, 0, 0, 0, tokens, 0));
    }

    @Test
    void streamsThoughtsThenTheTools() throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(
                PATH,
                request(
                        "stream",
                        true,
                        "thinking",
                        THINKING,
                        "tools",
                        list(WEATHER, TIME),
                        "messages",
                        list(user("Ask both!"))));

        // Then
        List<String> distinct = answer.eventNames();
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(distinct).startsWith("message_start", "ping", "content_block_start", "content_block_delta");
        assertThat(distinct).endsWith("content_block_stop", "message_delta", "message_stop");
        assertThat(blocks(answer))
                .isEqualTo(http.post(
                                PATH,
                                request(
                                        "thinking",
                                        THINKING,
                                        "tools",
                                        list(WEATHER, TIME),
                                        "messages",
                                        list(user("Ask both!"))))
                        .json()
                        .getJsonArray("content"));
        JsonObject last = answer.events().get(answer.events().size() - 2);
        assertThat(last.getJsonObject("delta").getString("stop_reason")).isEqualTo("tool_use");
        assertThat(last.getJsonObject("usage").getLong("output_tokens"))
                .isEqualTo(http.metered("sandbox/small").completionTokens() / 2);
        assertThat(http.metered("sandbox/small").reasoning()).isPositive();
    }

    /** Puts a stream's blocks together as the documentation says. */
    private static JsonArray blocks(SandboxHttp.Answer answer) {
        JsonArray blocks = new JsonArray();
        StringBuilder input = new StringBuilder();
        for (JsonObject event : answer.events()) {
            switch (event.getString("type")) {
                case "content_block_start" -> {
                    assertThat(event.getInteger("index")).isEqualTo(blocks.size());
                    blocks.add(event.getJsonObject("content_block"));
                    input.setLength(0);
                }
                case "content_block_delta" -> {
                    JsonObject block = blocks.getJsonObject(event.getInteger("index"));
                    JsonObject delta = event.getJsonObject("delta");
                    switch (delta.getString("type")) {
                        case "text_delta" -> block.put("text", block.getString("text") + delta.getString("text"));
                        case "thinking_delta" ->
                            block.put("thinking", block.getString("thinking") + delta.getString("thinking"));
                        case "signature_delta" -> block.put("signature", delta.getString("signature"));
                        case "input_json_delta" -> input.append(delta.getString("partial_json"));
                        default -> throw new AssertionError(delta);
                    }
                }
                case "content_block_stop" -> {
                    if (input.length() > 0) {
                        blocks.getJsonObject(event.getInteger("index")).put("input", new JsonObject(input.toString()));
                    }
                }
                default -> assertThat(event.getString("type")).isNotBlank();
            }
        }
        return blocks;
    }

    @Test
    void takesItsSignatureBackAndNoOther() throws Exception {
        // Given
        JsonObject asked = request("thinking", THINKING, "tools", list(WEATHER));
        JsonArray content = http.post(PATH, asked).json().getJsonArray("content");
        String id = content.getJsonObject(1).getString("id");
        JsonObject result = object("type", "tool_result", "tool_use_id", id, "content", "12 °C");

        // When
        SandboxHttp.Answer good = http.post(PATH, followUp(asked, content, result));
        JsonArray changed = content.copy();
        changed.getJsonObject(0).put("thinking", "Something else");
        SandboxHttp.Answer bad = http.post(PATH, followUp(asked, changed, result));
        SandboxHttp.Answer none = http.post(PATH, followUp(asked, list(content.getValue(1)), result));

        // Then
        assertThat(good.json().getJsonArray("content").getJsonObject(1).getString("text"))
                .contains("12 °C");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().toString()).contains("messages.1.content.0: Invalid `signature` in `thinking` block");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.body().toString()).contains("Expected `thinking` or `redacted_thinking`");
    }

    private static JsonObject followUp(JsonObject asked, JsonArray content, JsonObject result) {
        return asked.copy().put("messages", list(user("Grüß Gott"), assistant(content), user(list(result))));
    }

    @Test
    void writesMarkedPromptsToTheCacheAndReadsThemNextTime() throws Exception {
        // Given
        JsonArray system = list(marked("x".repeat(400)));
        JsonObject hour = marked("y".repeat(40));
        hour.getJsonObject("cache_control").put("ttl", "1h");

        // When
        JsonObject first = http.post(PATH, request("system", system)).json().getJsonObject("usage");
        JsonObject next = http.post(
                        PATH,
                        request(
                                "system",
                                system,
                                "messages",
                                list(
                                        user("Hi"),
                                        assistant(list(object("type", "text", "text", "Ha"))),
                                        user(list(hour)))))
                .json()
                .getJsonObject("usage");

        // Then: 3 + 4 + 100 are marked at first; then 3 turns of 4 and 44 bytes more.
        assertThat(first.getInteger("cache_creation_input_tokens")).isEqualTo(107);
        assertThat(first.getInteger("input_tokens")).isEqualTo(4 + 3);
        assertThat(next.getInteger("cache_read_input_tokens")).isEqualTo(107);
        assertThat(next.getJsonObject("cache_creation"))
                .isEqualTo(object("ephemeral_5m_input_tokens", 0, "ephemeral_1h_input_tokens", 3 * 4 + 11));
        assertThat(next.getInteger("input_tokens")).isZero();
    }

    @Test
    void countsTokensForNothing() throws Exception {
        // When
        JsonObject body = request();
        body.remove("max_tokens");
        SandboxHttp.Answer answer = http.post(PATH + "/count_tokens", body);

        // Then
        assertThat(answer.json()).isEqualTo(object("input_tokens", 10));
        assertThat(http.sandbox.meter().total().requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox/error-500, 500, api_error",
        "sandbox/error-429, 429, rate_limit_error",
        "sandbox/error-401, 401, authentication_error",
        "sandbox/error-quota, 400, invalid_request_error",
        "sandbox/error-overloaded, 529, overloaded_error",
        "sandbox/error-context-length, 400, invalid_request_error",
        "sandbox/error-prompt-filter, 400, invalid_request_error",
        "sandbox/none, 404, not_found_error",
        "claude-sonnet-4-5-error-500, 500, api_error",
    })
    void failsInAnthropicsWords(String model, int status, String type) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(PATH, request("model", model, "stream", true));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("type")).isEqualTo("error");
        assertThat(answer.json().getJsonObject("error").getString("type")).isEqualTo(type);
        assertThat(answer.header("retry-after")).isEqualTo(status == 429 ? "1" : "");
        assertThat(http.sandbox.meter().total().costNanos()).isZero();
    }

    @Test
    void failsInTheMiddleOfAStream() throws Exception {
        // When
        SandboxHttp.Answer told = http.post(PATH, request("model", "sandbox/error-midstream", "stream", true));
        SandboxHttp.Answer cut = http.post(PATH, request("model", "sandbox/error-cut-stream", "stream", true));
        SandboxHttp.Answer broken = http.post(PATH, request("model", "sandbox/error-malformed", "stream", true));

        // Then
        assertThat(told.whole()).isTrue();
        assertThat(told.data().get(told.data().size() - 1))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
        assertThat(cut.whole()).isFalse();
        assertThat(cut.eventNames()).hasSize(6).doesNotContain("message_stop");
        assertThat(broken.data().get(2)).endsWith("\"del");
        assertThat(http.metered("sandbox/error-cut-stream").completionTokens()).isEqualTo(3);
    }

    @Test
    void endsAsTheRequestOrTheModelWants() throws Exception {
        assertThat(stopReason(request("max_tokens", 3))).isEqualTo("max_tokens");
        assertThat(stopReason(request("stop_sequences", list("made")))).isEqualTo("stop_sequence");
        assertThat(stopReason(request("model", "sandbox/error-refusal"))).isEqualTo("refusal");
        assertThat(stopReason(request("model", "sandbox/error-content-filter"))).isEqualTo("refusal");
        assertThat(http.post(PATH, request("model", "sandbox/error-no-usage"))
                        .json()
                        .containsKey("usage"))
                .isFalse();
    }

    private String stopReason(JsonObject request) throws Exception {
        return http.post(PATH, request).json().getString("stop_reason");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"max_tokens\":null}|max_tokens: Field required",
                "{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1000}}|greater than or equal to 1024",
                "{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}|`max_tokens` must be greater than",
                "{\"temperature\":1.5}|temperature: range",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}|Unexpected role \"system\"",
                "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}|non-empty content",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"x\"}]}]}|no tool call 't'",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t.1\",\"name\":\"f\",\"input\":{}}]}]}|should match pattern",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/bmp\",\"data\":\"AA==\"}}]}]}|media_type",
                "{\"tools\":[{\"name\":\"a b\",\"input_schema\":{\"type\":\"object\"}}]}|custom.name: String should match pattern",
                "{\"tools\":[{\"name\":\"f\",\"input_schema\":{}}]}|Input should be 'object'",
                "{\"tool_choice\":{\"type\":\"tool\",\"name\":\"g\"}}|not one of the tools",
            })
    void refusesWhatAnthropicRefuses(String more, String words) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(PATH, request().mergeIn(new JsonObject(more)));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonObject("error").getString("message")).containsIgnoringCase(words);
    }

    @Test
    void wantsTheVersionAsHeader() throws Exception {
        assertThat(http.post(PATH, Buffer.buffer(request().encode()), Map.of()).status())
                .isEqualTo(400);
    }
}
