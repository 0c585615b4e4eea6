package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox as Google's Gemini. */
final class GeminiVoiceTest {

    private static final String MODEL = "/v1beta/models/gemini-2.5-flash";
    private static final String MODEL_3 = "/v1beta/models/gemini-3-flash-preview";
    private static final JsonObject WEATHER = object(
            "name",
            "weather",
            "parameters",
            object("type", "OBJECT", "properties", object("city", object("type", "STRING")), "required", list("city")));
    private static final JsonArray TOOLS = list(object("functionDeclarations", list(WEATHER, object("name", "time"))));
    private static final JsonObject THINKING = object("thinkingConfig", object("includeThoughts", true));

    private SandboxHttp http;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    private static JsonObject content(String role, Object... parts) {
        return object("role", role, "parts", list(parts));
    }

    private static JsonObject text(String text) {
        return object("text", text);
    }

    private static JsonObject request(Object... more) {
        return object("contents", list(content("user", text("Grüß Gott")))).mergeIn(object(more));
    }

    @Test
    void answersInText() throws Exception {
        // When
        JsonObject response = http.post(MODEL + ":generateContent", request()).json();

        // Then
        JsonObject candidate = response.getJsonArray("candidates").getJsonObject(0);
        String text = candidate
                .getJsonObject("content")
                .getJsonArray("parts")
                .getJsonObject(0)
                .getString("text");
        long tokens = http.metered("gemini-2.5-flash").output();
        assertThat(text).startsWith("[gemini-2.5-flash] This answer is made up. You asked: “Grüß Gott”.");
        assertThat(candidate)
                .isEqualTo(object("content", content("model", text(text)), "index", 0, "finishReason", "STOP"));
        assertThat(response.getJsonObject("usageMetadata"))
                .isEqualTo(new JsonObject("{\"promptTokenCount\":10,\"candidatesTokenCount\":" + tokens
                        + ",\"totalTokenCount\":" + (10 + tokens)
                        + ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":10}]}"));
        assertThat(response.getString("modelVersion")).isEqualTo("gemini-2.5-flash");
    }

    @Test
    void streamsThoughtsAndTextAsEvents() throws Exception {
        // When
        SandboxHttp.Answer answer =
                http.post(MODEL + ":streamGenerateContent?alt=sse", request("generationConfig", THINKING));

        // Then
        StringBuilder thoughts = new StringBuilder();
        StringBuilder said = new StringBuilder();
        JsonObject last = new JsonObject();
        for (JsonObject each : answer.events()) {
            last = each.getJsonArray("candidates").getJsonObject(0);
            JsonObject part =
                    last.getJsonObject("content").getJsonArray("parts").getJsonObject(0);
            (Boolean.TRUE.equals(part.getBoolean("thought")) ? thoughts : said).append(part.getString("text"));
        }
        JsonObject usage = answer.events().get(answer.events().size() - 1).getJsonObject("usageMetadata");
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
        assertThat(thoughts.toString()).startsWith("Let me think …");
        assertThat(said.toString()).startsWith("[gemini-2.5-flash]");
        assertThat(last.getString("finishReason")).isEqualTo("STOP");
        assertThat(last.getJsonObject("content")
                        .getJsonArray("parts")
                        .getJsonObject(0)
                        .getString("thoughtSignature"))
                .isNotEmpty();
        assertThat(usage.getLong("thoughtsTokenCount"))
                .isEqualTo(http.metered("gemini-2.5-flash").reasoning())
                .isEqualTo((thoughts.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 3) / 4);
        assertThat(usage.getLong("candidatesTokenCount"))
                .isEqualTo(http.metered("gemini-2.5-flash").output());
        assertThat(usage.getLong("totalTokenCount"))
                .isEqualTo(http.metered("gemini-2.5-flash").totalTokens());
    }

    @Test
    void streamsAnArrayWhenEventsWereNotAskedFor() throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(MODEL + ":streamGenerateContent", request("tools", TOOLS));

        // Then
        JsonArray all = new JsonArray(answer.body());
        assertThat(all.getJsonObject(0)
                        .getJsonArray("candidates")
                        .getJsonObject(0)
                        .getJsonObject("content")
                        .getJsonArray("parts"))
                .isEqualTo(list(object("functionCall", object("name", "weather", "args", object("city", "sandbox")))));
    }

    @Test
    void takesItsSignatureBackAndNoOther() throws Exception {
        // Given
        JsonObject asked = request("tools", TOOLS, "generationConfig", THINKING);
        asked.put("contents", list(content("user", text("Ask both!"))));
        JsonArray parts = parts(asked);
        JsonObject results = content(
                "user",
                object("functionResponse", object("name", "weather", "response", object("output", "12 °C"))),
                object("functionResponse", object("name", "time", "response", object("output", "noon"))));

        // When
        JsonArray calls = list(parts.getValue(1), parts.getValue(2));
        JsonArray answer = parts(followUp(asked, calls, results));
        SandboxHttp.Answer missing =
                http.post(MODEL_3 + ":generateContent", followUp(asked, without(calls, null), results));
        SandboxHttp.Answer forgotten =
                http.post(MODEL + ":generateContent", followUp(asked, without(calls, null), results));
        SandboxHttp.Answer changed =
                http.post(MODEL + ":generateContent", followUp(asked, without(calls, "x"), results));
        SandboxHttp.Answer excused = http.post(
                MODEL + ":generateContent",
                followUp(asked, without(calls, "skip_thought_signature_validator"), results));

        // Then
        assertThat(calls.getJsonObject(0).getString("thoughtSignature")).isNotEmpty();
        assertThat(calls.getJsonObject(1).containsKey("thoughtSignature")).isFalse();
        assertThat(answer.getJsonObject(1).getString("text")).contains("12 °Cnoon");
        assertThat(forgotten.status()).isEqualTo(200);
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.body().toString()).contains("missing a thought_signature", "INVALID_ARGUMENT");
        assertThat(changed.body().toString()).contains("Thought signature is not valid.");
        assertThat(excused.status()).isEqualTo(200);
    }

    private static JsonArray without(JsonArray calls, String signature) {
        JsonArray copy = calls.copy();
        copy.getJsonObject(0).remove("thoughtSignature");
        if (signature != null) {
            copy.getJsonObject(0).put("thoughtSignature", signature);
        }
        return copy;
    }

    private static JsonObject followUp(JsonObject asked, JsonArray calls, JsonObject results) {
        return asked.copy()
                .put(
                        "contents",
                        list(content("user", text("Ask both!")), object("role", "model", "parts", calls), results));
    }

    private JsonArray parts(JsonObject request) throws Exception {
        return http.post(MODEL + ":generateContent", request)
                .json()
                .getJsonArray("candidates")
                .getJsonObject(0)
                .getJsonObject("content")
                .getJsonArray("parts");
    }

    @Test
    void readsALongPrefixFromTheCache() throws Exception {
        // When
        JsonObject usage = http.post(
                        MODEL + ":generateContent",
                        request("system_instruction", object("parts", list(text("x".repeat(4_100))))))
                .json()
                .getJsonObject("usageMetadata");

        // Then: inside the prompt.
        assertThat(usage.getLong("cachedContentTokenCount")).isEqualTo(1_024);
        assertThat(usage.getLong("promptTokenCount")).isEqualTo(3 + 8 + 1_028);
    }

    @Test
    void endsAsTheRequestOrTheModelWants() throws Exception {
        assertThat(finish(request("generationConfig", object("maxOutputTokens", 3)), MODEL))
                .isEqualTo("MAX_TOKENS");
        assertThat(finish(request(), "/v1beta/models/sandbox%2Ferror-content-filter"))
                .isEqualTo("SAFETY");
        assertThat(parts(request(
                                "generationConfig",
                                object(
                                        "responseMimeType",
                                        "application/json",
                                        "responseSchema",
                                        object("type", "OBJECT"))))
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo("{}");
        JsonObject blocked = http.post("/v1beta/models/sandbox/error-prompt-filter:generateContent", request())
                .json();
        assertThat(blocked.getJsonObject("promptFeedback").getString("blockReason"))
                .isEqualTo("PROHIBITED_CONTENT");
        assertThat(blocked.containsKey("candidates")).isFalse();
    }

    private String finish(JsonObject request, String model) throws Exception {
        return http.post(model + ":generateContent", request)
                .json()
                .getJsonArray("candidates")
                .getJsonObject(0)
                .getString("finishReason");
    }

    @ParameterizedTest
    @CsvSource({
        "error-500, 500, INTERNAL",
        "error-429, 429, RESOURCE_EXHAUSTED",
        "error-401, 400, INVALID_ARGUMENT",
        "error-quota, 429, RESOURCE_EXHAUSTED",
        "error-overloaded, 503, UNAVAILABLE",
        "error-context-length, 400, INVALID_ARGUMENT",
        "none, 404, NOT_FOUND",
    })
    void failsInGooglesWords(String model, int code, String status) throws Exception {
        for (String action : List.of(":generateContent", ":streamGenerateContent?alt=sse")) {
            // When
            SandboxHttp.Answer answer = http.post("/v1beta/models/sandbox/" + model + action, request());

            // Then
            assertThat(answer.status()).isEqualTo(code);
            assertThat(answer.json().getJsonObject("error").getInteger("code")).isEqualTo(code);
            assertThat(answer.json().getJsonObject("error").getString("status")).isEqualTo(status);
            assertThat(answer.body().toString().contains("\"retryDelay\":\"1s\""))
                    .isEqualTo("error-429".equals(model));
        }
        assertThat(http.sandbox.meter().total().costNanos()).isZero();
    }

    @Test
    void failsInTheMiddleOfAStream() throws Exception {
        // When
        String action = ":streamGenerateContent?alt=sse";
        SandboxHttp.Answer told = http.post("/v1beta/models/sandbox/error-midstream" + action, request());
        SandboxHttp.Answer cut = http.post("/v1beta/models/sandbox/error-cut-stream" + action, request());

        // Then
        assertThat(told.whole()).isTrue();
        assertThat(told.events()).hasSize(4);
        assertThat(told.events().get(3).getJsonObject("error").getString("status"))
                .isEqualTo("INTERNAL");
        assertThat(cut.whole()).isFalse();
        assertThat(cut.events()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"contents\":[]}|contents is not specified",
                "{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"x\"}]}]}|valid role",
                "{\"contents\":[{\"parts\":[]}]}|must not be empty",
                "{\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{}}}]}]}|no tool call",
                "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":{\"type\":\"OBJECT\",\"additionalProperties\":false}}]}]}|Unknown name \"additionalProperties\"",
                "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":{\"type\":[\"string\",\"null\"]}}]}]}|Invalid value",
                "{\"generationConfig\":{\"temperature\":3}}|temperature",
            })
    void refusesWhatGoogleRefuses(String more, String words) throws Exception {
        // When
        SandboxHttp.Answer answer =
                http.post(MODEL + ":generateContent", request().mergeIn(new JsonObject(more)));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonObject("error").getString("message")).contains(words);
    }

    @Test
    void countsAndEmbeds() throws Exception {
        // When
        JsonObject counted = http.post(MODEL + ":countTokens", request()).json();
        JsonObject one = object("content", object("parts", list(text("Hi"))), "outputDimensionality", 8);
        JsonObject batch = http.post(
                        "/v1beta/models/embed:batchEmbedContents", object("requests", list(one, one.copy())))
                .json();

        // Then
        JsonArray first = batch.getJsonArray("embeddings").getJsonObject(0).getJsonArray("values");
        double squares = first.stream()
                .mapToDouble(each -> ((Number) each).doubleValue())
                .map(each -> each * each)
                .sum();
        assertThat(counted.getInteger("totalTokens")).isEqualTo(10);
        assertThat(first).hasSize(8);
        assertThat(squares).isBetween(0.999, 1.001);
        assertThat(batch.getJsonArray("embeddings").getJsonObject(1).getJsonArray("values"))
                .isEqualTo(first);
        assertThat(http.metered("embed").promptTokens()).isEqualTo(1);
    }
}
