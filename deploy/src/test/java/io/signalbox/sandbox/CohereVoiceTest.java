package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox as Cohere. */
final class CohereVoiceTest {

    private static final JsonObject TOOL =
            object("type", "function", "function", object("name", "weather", "parameters", object("type", "object")));

    private SandboxHttp http;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    private static JsonObject request(Object... more) {
        return object("model", "command-a", "messages", list(object("role", "user", "content", "Grüß Gott")))
                .mergeIn(object(more));
    }

    @Test
    void answersInText() throws Exception {
        // When
        JsonObject response = http.post("/v2/chat", request()).json();

        // Then
        long output = http.metered("command-a").output();
        JsonObject content =
                response.getJsonObject("message").getJsonArray("content").getJsonObject(0);
        assertThat(response.getString("finish_reason")).isEqualTo("COMPLETE");
        assertThat(content.getString("type")).isEqualTo("text");
        assertThat(content.getString("text")).startsWith("[command-a] This answer is made up.");
        assertThat(response.getJsonObject("usage"))
                .isEqualTo(new JsonObject("{\"billed_units\":{\"input_tokens\":10,\"output_tokens\":" + output
                        + "},\"tokens\":{\"input_tokens\":76,\"output_tokens\":" + output + "},\"cached_tokens\":0}"));
    }

    @Test
    void streamsThoughtsAndText() throws Exception {
        // When
        SandboxHttp.Answer answer =
                http.post("/v2/chat", request("stream", true, "thinking", object("type", "enabled")));

        // Then
        List<JsonObject> events = answer.events();
        assertThat(answer.eventNames().stream().distinct())
                .containsExactly("message-start", "content-start", "content-delta", "content-end", "message-end");
        assertThat(events.get(1))
                .isEqualTo(new JsonObject("{\"type\":\"content-start\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                        + "{\"type\":\"thinking\",\"thinking\":\"\"}}}}"));
        assertThat(events)
                .contains(new JsonObject("{\"type\":\"content-start\",\"index\":1,\"delta\":{\"message\":"
                        + "{\"content\":{\"type\":\"text\",\"text\":\"\"}}}}"));
        assertThat(events.get(events.size() - 1).getJsonObject("delta").getString("finish_reason"))
                .isEqualTo("COMPLETE");
        assertThat(answer.data().get(answer.data().size() - 1)).isEqualTo("[DONE]");
    }

    @Test
    void streamsToolCallsAndTakesTheirAnswers() throws Exception {
        // When
        SandboxHttp.Answer answer = http.post("/v2/chat", request("stream", true, "tools", list(TOOL)));
        JsonObject call = answer.events()
                .get(1)
                .getJsonObject("delta")
                .getJsonObject("message")
                .getJsonObject("tool_calls");
        call.getJsonObject("function").put("arguments", "{}");
        JsonObject asked = object("role", "assistant", "tool_calls", list(call));
        JsonObject document = object("type", "document", "document", object("data", object("t", "12 °C")));
        JsonObject said = object("role", "tool", "tool_call_id", call.getString("id"), "content", list(document));
        SandboxHttp.Answer next = http.post(
                "/v2/chat",
                request("tools", list(TOOL))
                        .put("messages", list(object("role", "user", "content", "w?"), asked, said)));

        // Then
        assertThat(answer.eventNames())
                .containsExactly("message-start", "tool-call-start", "tool-call-delta", "tool-call-end", "message-end");
        assertThat(next.body().toString()).contains("12 °C");
    }

    @Test
    void embeds() throws Exception {
        // When
        JsonObject request = object("model", "embed-v4.0", "texts", list("a", "b"), "output_dimension", 4);
        SandboxHttp.Answer untyped = http.post("/v2/embed", request);
        JsonObject response = http.post(
                        "/v2/embed",
                        request.copy().put("input_type", "search_query").put("embedding_types", list("float")))
                .json();

        // Then
        assertThat(untyped.status()).isEqualTo(400);
        assertThat(response.getJsonObject("embeddings").getJsonArray("float").getJsonArray(1))
                .hasSize(4);
        assertThat(response.getJsonObject("meta").getJsonObject("billed_units").getInteger("input_tokens"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox/error-500, 500",
        "sandbox/error-429, 429",
        "sandbox/error-401, 401",
        "sandbox/error-quota, 402",
        "sandbox/error-overloaded, 503",
        "sandbox/error-context-length, 400",
        "sandbox/none, 404",
    })
    void failsInCoheresWords(String model, int status) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post("/v2/chat", request("model", model, "stream", true));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("message")).isNotBlank();
    }

    @Test
    void failsInTheMiddleOfAStream() throws Exception {
        // When
        SandboxHttp.Answer told = http.post("/v2/chat", request("model", "sandbox/error-midstream", "stream", true));

        // Then
        assertThat(told.eventNames()).hasSize(6).endsWith("content-delta", "message-end");
        assertThat(told.events().get(5).getJsonObject("delta").getString("finish_reason"))
                .isEqualTo("ERROR");
    }

    @Test
    void endsAsTheRequestWants() throws Exception {
        assertThat(reason(request("max_tokens", 3))).isEqualTo("MAX_TOKENS");
        assertThat(reason(request("stop_sequences", list("made")))).isEqualTo("STOP_SEQUENCE");
        assertThat(http.post("/v2/chat", request("p", 1)).status()).isEqualTo(400);
        assertThat(http.post("/v2/chat", request("tool_choice", "auto")).status())
                .isEqualTo(400);
    }

    private String reason(JsonObject request) throws Exception {
        return http.post("/v2/chat", request).json().getString("finish_reason");
    }
}
