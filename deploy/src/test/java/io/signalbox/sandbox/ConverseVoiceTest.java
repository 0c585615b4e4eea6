package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** The sandbox as Amazon Bedrock. */
final class ConverseVoiceTest {

    private static final String MODEL = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0";
    private static final String NAME = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final JsonObject TOOLS = object("tools", list(tool("weather"), tool("time")));
    private static final JsonObject THINKING = object("thinking", object("type", "enabled", "budget_tokens", 1_024));

    private SandboxHttp http;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    /** An event of the stream as Amazon's own decoder reads it, which proves its checksums. */
    private record Event(Map<String, String> headers, JsonObject payload) {

        static List<Event> all(Buffer bytes) {
            List<Event> events = new ArrayList<>();
            new MessageDecoder(message -> events.add(of(message))).feed(bytes.getBytes());
            return events;
        }

        private static Event of(Message message) {
            Map<String, String> headers = new HashMap<>();
            message.getHeaders().forEach((name, value) -> headers.put(name, value.getString()));
            return new Event(headers, new JsonObject(Buffer.buffer(message.getPayload())));
        }

        String type() {
            return headers.getOrDefault(":event-type", headers.getOrDefault(":exception-type", ""));
        }
    }

    private static JsonObject tool(String name) {
        JsonObject schema = object("type", "object", "properties", object("x", object("type", "integer")));
        return object(
                "toolSpec", object("name", name, "inputSchema", object("json", schema.put("required", list("x")))));
    }

    private static JsonObject message(String role, Object... blocks) {
        return object("role", role, "content", list(blocks));
    }

    private static JsonObject text(String text) {
        return object("text", text);
    }

    private static JsonObject request(Object... more) {
        return object("messages", list(message("user", text("Grüß Gott")))).mergeIn(object(more));
    }

    @Test
    void framesAsAwsDocuments() {
        // Then: the empty message among AWS's own test vectors.
        assertThat(HexFormat.of()
                        .formatHex(
                                EventStreamFrame.of(Map.of(), Buffer.buffer()).getBytes()))
                .isEqualTo("000000100000000005c248eb7d98c8ff");
    }

    @Test
    void answersInText() throws Exception {
        // When
        JsonObject response = http.post(MODEL + "/converse", request()).json();

        // Then
        SandboxUsage metered = http.metered(NAME);
        JsonArray content =
                response.getJsonObject("output").getJsonObject("message").getJsonArray("content");
        assertThat(content.getJsonObject(0).getString("text")).startsWith("[" + NAME + "] This answer is made up.");
        assertThat(response.getString("stopReason")).isEqualTo("end_turn");
        assertThat(response.getJsonObject("usage"))
                .isEqualTo(object(
                        "inputTokens",
                        10L,
                        "outputTokens",
                        metered.output(),
                        "totalTokens",
                        metered.totalTokens(),
                        "cacheReadInputTokens",
                        0L,
                        "cacheWriteInputTokens",
                        0L,
                        "cacheDetails",
                        list()));
    }

    @Test
    void streamsThoughtsThenTheTools() throws Exception {
        // Given
        JsonObject asked = request(
                "toolConfig",
                TOOLS,
                "additionalModelRequestFields",
                THINKING,
                "messages",
                list(message("user", text("Ask both!"))));

        // When
        SandboxHttp.Answer answer = http.post(MODEL + "/converse-stream", asked);

        // Then
        List<Event> events = Event.all(answer.body());
        assertThat(answer.header("content-type")).isEqualTo("application/vnd.amazon.eventstream");
        assertThat(events.stream().map(Event::type).distinct())
                .containsExactly(
                        "messageStart",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "contentBlockStart",
                        "messageStop",
                        "metadata");
        assertThat(events)
                .allSatisfy(each -> assertThat(each.headers())
                        .containsEntry(":message-type", "event")
                        .containsEntry(":content-type", "application/json"));
        assertThat(joined(events, 1)).isEqualTo(joined(events, 2)).isEqualTo("{\"x\":0}");
        assertThat(events.get(events.size() - 2).payload().getString("stopReason"))
                .isEqualTo("tool_use");
        assertThat(events.get(events.size() - 1)
                        .payload()
                        .getJsonObject("usage")
                        .getLong("outputTokens"))
                .isEqualTo(http.metered(NAME).completionTokens());
        assertThat(http.metered(NAME).reasoning()).isPositive();
    }

    private static String joined(List<Event> events, int block) {
        StringBuilder input = new StringBuilder();
        for (Event each : events) {
            if (each.type().equals("contentBlockDelta") && each.payload().getInteger("contentBlockIndex") == block) {
                input.append(each.payload()
                        .getJsonObject("delta")
                        .getJsonObject("toolUse")
                        .getString("input"));
            }
        }
        return input.toString();
    }

    @Test
    void takesItsSignatureBackAndNoOther() throws Exception {
        // Given
        JsonObject asked = request("toolConfig", TOOLS, "additionalModelRequestFields", THINKING);
        JsonArray content = http.post(MODEL + "/converse", asked)
                .json()
                .getJsonObject("output")
                .getJsonObject("message")
                .getJsonArray("content");
        String id = content.getJsonObject(1).getJsonObject("toolUse").getString("toolUseId");
        JsonObject result = object("toolResult", object("toolUseId", id, "content", list(text("12 °C"))));
        JsonArray changed = content.copy();
        changed.getJsonObject(0)
                .getJsonObject("reasoningContent")
                .getJsonObject("reasoningText")
                .put("text", "x");

        // When
        SandboxHttp.Answer good = follow(asked, content, result);
        SandboxHttp.Answer bad = follow(asked, changed, result);
        SandboxHttp.Answer none = follow(asked, list(content.getValue(1)), result);

        // Then
        assertThat(good.body().toString()).contains("12 °C");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().getString("message")).contains("Invalid `signature` in `thinking` block");
        assertThat(none.json().getString("message")).contains("Expected `thinking`");
    }

    private SandboxHttp.Answer follow(JsonObject asked, JsonArray content, JsonObject result) throws Exception {
        return http.post(
                MODEL + "/converse",
                asked.copy()
                        .put(
                                "messages",
                                list(
                                        message("user", text("Grüß Gott")),
                                        object("role", "assistant", "content", content),
                                        message("user", result))));
    }

    @Test
    void writesMarkedPromptsToTheCacheAndReadsThemNextTime() throws Exception {
        // Given
        JsonObject mark = object("cachePoint", object("type", "default"));
        JsonArray system = list(text("x".repeat(400)), mark);

        // When
        JsonObject first =
                http.post(MODEL + "/converse", request("system", system)).json().getJsonObject("usage");
        JsonObject next = http.post(
                        MODEL + "/converse",
                        request(
                                "system",
                                system,
                                "messages",
                                list(
                                        message("user", text("Hi")),
                                        message("assistant", text("Ha")),
                                        message("user", text("y")))))
                .json()
                .getJsonObject("usage");

        // Then: beside the input.
        assertThat(first.getInteger("cacheWriteInputTokens")).isEqualTo(107);
        assertThat(first.getJsonArray("cacheDetails")).isEqualTo(list(object("ttl", "5m", "inputTokens", 107)));
        assertThat(first.getInteger("inputTokens")).isEqualTo(7);
        assertThat(next.getInteger("cacheReadInputTokens")).isEqualTo(107);
        assertThat(next.getInteger("inputTokens")).isEqualTo(3 * 4 + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "error-500, 500, InternalServerException",
        "error-429, 429, ThrottlingException",
        "error-401, 403, UnrecognizedClientException",
        "error-quota, 400, ServiceQuotaExceededException",
        "error-overloaded, 503, ServiceUnavailableException",
        "error-context-length, 400, ValidationException",
        "error-prompt-filter, 400, ValidationException",
        "none, 400, ValidationException",
    })
    void failsInAmazonsWords(String model, int status, String type) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post("/model/sandbox%2F" + model + "/converse-stream", request());

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("x-amzn-errortype")).isEqualTo(type);
        assertThat(answer.json().getString("message")).isNotBlank();
    }

    @Test
    void failsInTheMiddleOfAStream() throws Exception {
        // When
        SandboxHttp.Answer told = http.post("/model/sandbox%2Ferror-midstream/converse-stream", request());
        SandboxHttp.Answer cut = http.post("/model/sandbox%2Ferror-cut-stream/converse-stream", request());
        SandboxHttp.Answer broken = http.post("/model/sandbox%2Ferror-malformed/converse-stream", request());

        // Then
        Event last = Event.all(told.body()).get(4);
        assertThat(last.headers()).containsEntry(":message-type", "exception");
        assertThat(last.type()).isEqualTo("modelStreamErrorException");
        assertThat(cut.whole()).isFalse();
        assertThat(Event.all(cut.body())).hasSize(4);
        assertThatThrownBy(() -> Event.all(broken.body())).hasMessageContaining("checksum");
    }

    @Test
    void endsAsTheRequestOrTheModelWants() throws Exception {
        assertThat(stopReason(request("inferenceConfig", object("maxTokens", 3)), MODEL))
                .isEqualTo("max_tokens");
        assertThat(stopReason(request("inferenceConfig", object("stopSequences", list("made"))), MODEL))
                .isEqualTo("stop_sequence");
        assertThat(stopReason(request(), "/model/x-error-content-filter")).isEqualTo("content_filtered");
        JsonObject named = object("name", "x", "schema", "{\"type\":\"boolean\"}");
        JsonObject format = object("type", "json_schema", "structure", object("jsonSchema", named));
        assertThat(http.post(MODEL + "/converse", request("outputConfig", object("textFormat", format)))
                        .body()
                        .toString())
                .contains("\"text\":\"true\"");
    }

    private String stopReason(JsonObject request, String model) throws Exception {
        return http.post(model + "/converse", request).json().getString("stopReason");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"text\":\"x\"}]}]}|must start with a user message",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]},{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}|must alternate",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\" \"}]}]}|is blank",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|a list is required",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"t\",\"content\":[]}}]}]}|no tool call",
                "{\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"a b\",\"inputSchema\":{\"json\":{\"type\":\"object\"}}}}]}}|regular expression",
                "{\"inferenceConfig\":{\"temperature\":1.5}}|temperature",
            })
    void refusesWhatAmazonRefuses(String more, String words) throws Exception {
        // When
        SandboxHttp.Answer answer = http.post(MODEL + "/converse", request().mergeIn(new JsonObject(more)));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("x-amzn-errortype")).isEqualTo("ValidationException");
        assertThat(answer.json().getString("message")).contains(words);
    }
}
