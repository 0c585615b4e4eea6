package io.signalbox.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of Anthropic's gets when another protocol answered. */
final class MessagesSurfaceTest {

    private static final MessagesSurface SURFACE = new MessagesSurface();

    private static final AnswerHead HEAD = new AnswerHead(
            "req_1",
            "openai/gpt",
            Instant.EPOCH,
            SURFACE.read(Buffer.buffer(
                    "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")));

    private static final UsageLine USAGE =
            new UsageLine(new TokenUsage(10, 4, 2, 1, 20, 5, 0, 0, 0), Optional.of(Money.ofUsd("0.00012")), false);

    private static final String COUNTS =
            "{\"input_tokens\":10,\"cache_creation_input_tokens\":3,\"cache_read_input_tokens\":4,"
                    + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":2,\"ephemeral_1h_input_tokens\":1},"
                    + "\"output_tokens\":25,\"output_tokens_details\":{\"thinking_tokens\":5},\"cost\":0.00012}";

    private static final Part SIGNED = new Part.ToolCall("c1", "f", "{}", Optional.of("c2ln"), Optional.empty());

    @Test
    void writesAWholeAnswer() throws IOException {
        // Given
        ChatResult result = result(
                StopReason.TOOL_CALLS,
                new Part.Thinking("hmm", Optional.of("sig")),
                new Part.RedactedThinking("dark"),
                Part.Text.of("Grüße"),
                Part.ToolCall.of("call.1", "weather", "{\"city\": \"Zürich\"}"),
                Part.ToolCall.of("", "time", ""),
                Part.ToolCall.of("c3", "cut", "{\"a\": 1"));

        // Then
        assertThat(whole(result)).isEqualTo(Json.read("""
                {"id":"msg_1","type":"message","role":"assistant","model":"openai/gpt","content":[
                  {"type":"thinking","thinking":"hmm","signature":"sig"},
                  {"type":"redacted_thinking","data":"dark"},
                  {"type":"text","text":"Grüße"},
                  {"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Zürich"}},
                  {"type":"tool_use","id":"toolu_1_4","name":"time","input":{}},
                  {"type":"tool_use","id":"c3","name":"cut","input":{"unparsed_arguments":"{\\"a\\": 1"}}],
                 "stop_reason":"tool_use","stop_sequence":null,"usage":%s}""".formatted(COUNTS)));
    }

    @Test
    void letsThoughtsCarryTheSignatureOfACall() throws IOException {
        // When
        JsonNode after = whole(result(StopReason.TOOL_CALLS, new Part.Thinking("hm", Optional.empty()), SIGNED));
        JsonNode alone = whole(result(StopReason.TOOL_CALLS, new Part.Thinking("hm", Optional.of("s")), SIGNED));

        // Then
        assertThat(after.at("/content/0"))
                .isEqualTo(Json.read("{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"gemini:call:c2ln\"}"));
        assertThat(after.at("/content/1/type").textValue()).isEqualTo("tool_use");
        assertThat(alone.at("/content/0/signature").textValue()).isEqualTo("s");
        assertThat(alone.at("/content/1"))
                .isEqualTo(Json.read("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"gemini:call:c2ln\"}"));
        assertThat(alone.at("/content/2/type").textValue()).isEqualTo("tool_use");
    }

    @Test
    void letsThoughtsInAStreamCarryTheSignatureOfACall() throws IOException {
        // When
        List<JsonNode> after =
                stream(new Delta.Thinking(0, "hm"), new Delta.CallBegun(0, 0, "c1", "f", Optional.of("c2ln")));
        List<JsonNode> alone = stream(new Delta.CallBegun(0, 0, "c1", "f", Optional.of("c2ln")));

        // Then
        String signed = delta(0, "{\"type\":\"signature_delta\",\"signature\":\"gemini:call:c2ln\"}");
        assertThat(after.subList(1, 5))
                .isEqualTo(parsed(
                        start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                        delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                        signed,
                        stop(0)));
        assertThat(alone.subList(1, 4))
                .isEqualTo(parsed(
                        start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"), signed, stop(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, end_turn",
        "SEQUENCE, stop_sequence",
        "LENGTH, max_tokens",
        "TOOL_CALLS, tool_use",
        "CONTENT_FILTER, refusal",
        "REFUSAL, refusal",
        "PAUSE, pause_turn"
    })
    void tellsWhyItEnded(StopReason reason, String word) throws IOException {
        assertThat(whole(result(reason, Part.Text.of("x"))).path("stop_reason").textValue())
                .isEqualTo(word);
    }

    @Test
    void tellsUnpricedAndEstimatedUsage() throws IOException {
        // When
        JsonNode usage = Json.read(SURFACE.whole(
                                result(StopReason.STOP, Part.Text.of("x")),
                                HEAD,
                                new UsageLine(TokenUsage.ofText(1, 2), Optional.empty(), true))
                        .getBytes())
                .path("usage");

        // Then
        assertThat(usage.has("cost")).isTrue();
        assertThat(usage.path("cost").isNull()).isTrue();
        assertThat(usage.path("estimated").booleanValue()).isTrue();
        assertThat(usage.has("output_tokens_details")).isFalse();
    }

    @Test
    void streamsBlocksInTurnUnderItsOwnCount() throws IOException {
        // When
        List<JsonNode> events = stream(
                new Delta.Thinking(0, "hm"),
                new Delta.Thinking(0, "m"),
                new Delta.Signature(0, "sig"),
                new Delta.RedactedThinking(0, "dark"),
                new Delta.Text(0, "Grüße"),
                new Delta.Text(0, ""),
                new Delta.CallBegun(0, 0, "c1", "f", Optional.empty()),
                new Delta.CallArguments(0, 0, "{\"a\":"),
                new Delta.CallArguments(0, 0, "1}"),
                new Delta.CallBegun(0, 1, "c2", "g", Optional.empty()),
                new Delta.Finished(0, StopReason.TOOL_CALLS, Optional.empty()));

        // Then
        assertThat(events)
                .isEqualTo(parsed(
                        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"openai/gpt\","
                                + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,\"cache_creation_input_tokens\":0,"
                                + "\"cache_read_input_tokens\":0,\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},\"output_tokens\":0}}}",
                        start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                        delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                        delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"m\"}"),
                        delta(0, "{\"type\":\"signature_delta\",\"signature\":\"sig\"}"),
                        stop(0),
                        start(1, "{\"type\":\"redacted_thinking\",\"data\":\"dark\"}"),
                        stop(1),
                        start(2, "{\"type\":\"text\",\"text\":\"\"}"),
                        delta(2, "{\"type\":\"text_delta\",\"text\":\"Grüße\"}"),
                        stop(2),
                        start(3, "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":{}}"),
                        delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}"),
                        delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}"),
                        stop(3),
                        start(4, "{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\",\"input\":{}}"),
                        stop(4),
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},\"usage\":"
                                + COUNTS + "}",
                        "{\"type\":\"message_stop\"}"));
    }

    @Test
    void unravelsMixedToolCalls() throws IOException {
        // When
        List<JsonNode> events = stream(
                new Delta.CallBegun(0, 0, "c0", "f", Optional.empty()),
                new Delta.CallBegun(0, 1, "c1", "g", Optional.empty()),
                new Delta.CallArguments(0, 1, "{\"b\":"),
                new Delta.CallArguments(0, 0, "{\"}"),
                new Delta.CallArguments(0, 1, "2}"),
                new Delta.CallArguments(0, 0, "\":1}"),
                new Delta.CallBegun(0, 2, "c2", "h", Optional.empty()),
                new Delta.Text(0, "done"),
                new Delta.Finished(0, StopReason.STOP, Optional.empty()));

        // Then
        assertThat(events.subList(1, events.size() - 2))
                .isEqualTo(parsed(
                        start(0, "{\"type\":\"tool_use\",\"id\":\"c0\",\"name\":\"f\",\"input\":{}}"),
                        delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"}\"}"),
                        delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\":1}\"}"),
                        stop(0),
                        start(1, "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"g\",\"input\":{}}"),
                        delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"b\\\":2}\"}"),
                        stop(1),
                        start(2, "{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"h\",\"input\":{}}"),
                        stop(2),
                        start(3, "{\"type\":\"text\",\"text\":\"\"}"),
                        delta(3, "{\"type\":\"text_delta\",\"text\":\"done\"}"),
                        stop(3)));
        assertThat(events.get(events.size() - 2).at("/delta/stop_reason").textValue())
                .isEqualTo("tool_use");
    }

    @Test
    void endsABrokenStreamWithAnErrorAndNothingElse() throws IOException {
        // Given
        StreamWriter writer = SURFACE.stream(HEAD);
        Buffer out = Buffer.buffer();
        writer.write(Deltas.of(new Delta.Text(0, "half")), out);

        // When
        Buffer end = Buffer.buffer();
        writer.finish(USAGE, "exact", Optional.of(Fault.of(FaultCode.STREAM_CUT, "Cut.")), end);

        // Then
        assertThat(end.toString()).startsWith("event: error\ndata: ").endsWith("}\n\n");
        assertThat(events(end))
                .isEqualTo(parsed(
                        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Cut.\",\"code\":\"stream_cut\",\"param\":null},"
                                + "\"request_id\":\"req_1\",\"usage\":" + COUNTS + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, invalid_request_error",
        "CONTEXT_LENGTH_EXCEEDED, invalid_request_error",
        "INVALID_API_KEY, authentication_error",
        "BUDGET_EXCEEDED, billing_error",
        "MODEL_NOT_ALLOWED, permission_error",
        "MODEL_NOT_FOUND, not_found_error",
        "METHOD_NOT_ALLOWED, invalid_request_error",
        "REQUEST_TOO_LARGE, request_too_large",
        "RATE_LIMIT_EXCEEDED, rate_limit_error",
        "BUDGET_IN_FLIGHT, rate_limit_error",
        "INTERNAL, api_error",
        "PROVIDER_ERROR, api_error",
        "PROVIDER_RATE_LIMITED, overloaded_error",
        "OVERLOADED, overloaded_error",
        "PROVIDER_TIMEOUT, timeout_error"
    })
    void tellsAFaultInAnthropicsWords(FaultCode code, String type) throws IOException {
        // When
        JsonNode body = Json.read(SURFACE.error(
                        Fault.with(code, "No.").param("p").metadata("m", 1).build(), "req_1")
                .getBytes());

        // Then
        assertThat(body)
                .isEqualTo(Json.read("{\"type\":\"error\",\"error\":{\"type\":\"" + type
                        + "\",\"message\":\"No.\",\"code\":\"" + code.wireName()
                        + "\",\"param\":\"p\",\"metadata\":{\"m\":1}},\"request_id\":\"req_1\"}"));
    }

    private static ChatResult result(StopReason stop, Part... parts) {
        return new ChatResult(
                "x",
                List.of(new ChatResult.Choice(0, List.of(parts), stop, Optional.empty(), Optional.empty())),
                Optional.empty());
    }

    private static JsonNode whole(ChatResult result) throws IOException {
        return Json.read(SURFACE.whole(result, HEAD, USAGE).getBytes());
    }

    private static List<JsonNode> stream(Delta... deltas) throws IOException {
        StreamWriter writer = SURFACE.stream(HEAD);
        Buffer out = Buffer.buffer();
        for (Delta each : deltas) {
            writer.write(Deltas.of(each), out);
        }
        writer.finish(USAGE, "exact", Optional.empty(), out);
        return events(out);
    }

    /** The events' data, after a look at their framing: the name of each is its type. */
    private static List<JsonNode> events(Buffer stream) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String each : stream.toString().split("\n\n")) {
            String[] lines = each.split("\n");
            assertThat(lines).hasSize(2);
            JsonNode data = Json.read(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + data.path("type").textValue());
            events.add(data);
        }
        return events;
    }

    private static List<JsonNode> parsed(String... texts) throws IOException {
        List<JsonNode> parsed = new ArrayList<>();
        for (String each : texts) {
            parsed.add(Json.read(each));
        }
        return parsed;
    }

    private static String start(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
    }

    private static String delta(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
    }

    private static String stop(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }
}
