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

/** The sandbox as Ollama. */
final class OllamaVoiceTest {

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
        return object("model", "llama3.2", "messages", list(object("role", "user", "content", "Grüß Gott")))
                .mergeIn(object(more));
    }

    private List<JsonObject> lines(JsonObject request) throws Exception {
        return http.post("/api/chat", request)
                .body()
                .toString()
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    @Test
    void answersInOnePieceWhenToldNotToStream() throws Exception {
        // When
        JsonObject response =
                http.post("/api/chat", request("stream", false, "think", true)).json();

        // Then
        JsonObject message = response.getJsonObject("message");
        assertThat(message.getString("thinking")).startsWith("Let me think …");
        assertThat(message.getString("content")).startsWith("[llama3.2] This answer is made up.");
        assertThat(response.getBoolean("done")).isTrue();
        assertThat(response.getString("done_reason")).isEqualTo("stop");
        assertThat(response.getLong("prompt_eval_count")).isEqualTo(10);
        assertThat(response.getLong("eval_count"))
                .isEqualTo(http.metered("llama3.2").completionTokens())
                .isGreaterThan(http.metered("llama3.2").output());
    }

    @Test
    void streamsLinesUnlessToldOtherwise() throws Exception {
        // When
        List<JsonObject> lines = lines(request());
        JsonObject whole = http.post("/api/chat", request("stream", false)).json();

        // Then
        StringBuilder text = new StringBuilder();
        lines.forEach(each -> text.append(each.getJsonObject("message").getString("content")));
        JsonObject last = lines.get(lines.size() - 1);
        assertThat(text.toString()).isEqualTo(whole.getJsonObject("message").getString("content"));
        assertThat(lines.subList(0, lines.size() - 1))
                .allSatisfy(each -> assertThat(each.getBoolean("done")).isFalse());
        assertThat(last.getString("done_reason")).isEqualTo("stop");
        assertThat(last.getLong("eval_count")).isEqualTo(whole.getLong("eval_count"));
    }

    @Test
    void callsToolsAsWholeAndAnswersThemInText() throws Exception {
        // When
        List<JsonObject> lines = lines(request("tools", list(TOOL)));
        List<JsonObject> answered = lines(request(
                "tools",
                list(TOOL),
                "messages",
                list(
                        object("role", "user", "content", "w?"),
                        object(
                                "role",
                                "assistant",
                                "content",
                                "",
                                "tool_calls",
                                list(object("function", object("name", "weather", "arguments", object())))),
                        object("role", "tool", "tool_name", "weather", "content", "12 °C"))));

        // Then
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).getJsonObject("message").getJsonArray("tool_calls"))
                .isEqualTo(list(object("function", object("name", "weather", "arguments", object()))));
        assertThat(answered.size()).isGreaterThan(10);
    }

    @Test
    void embeds() throws Exception {
        // When
        JsonObject response = http.post("/api/embed", object("model", "nomic", "input", list("a", "b")))
                .json();

        // Then
        assertThat(response.getJsonArray("embeddings")).hasSize(2);
        assertThat(response.getLong("prompt_eval_count")).isEqualTo(1);
    }

    @Test
    void failsInTheMiddleOfAStream() throws Exception {
        // When
        List<JsonObject> told = lines(request("model", "sandbox/error-midstream"));

        // Then
        assertThat(told).hasSize(4);
        assertThat(told.get(3)).isEqualTo(object("error", "[sandbox] The server had an error."));
        assertThat(http.post("/api/chat", request("model", "sandbox/error-cut-stream"))
                        .whole())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox/error-500, 500",
        "sandbox/error-429, 429",
        "sandbox/error-401, 401",
        "sandbox/error-overloaded, 503",
        "sandbox/none, 404",
    })
    void failsInOllamasWords(String model, int status) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post("/api/chat", request("model", model));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("error")).isNotBlank();
        assertThat(answer.json().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}|messages.content of type string",
                "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]}|arguments",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[\"data:image/png;base64,AA==\"]}]}|base64",
                "{\"format\":\"xml\"}|invalid format",
                "{\"think\":\"a lot\"}|invalid think value",
            })
    void refusesWhatOllamaRefuses(String more, String words) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post("/api/chat", request().mergeIn(new JsonObject(more)));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).contains(words);
    }
}
