package io.signalbox.dialect.anthropic;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.finishedAt;
import static io.signalbox.dialect.Said.redacted;
import static io.signalbox.dialect.Said.signature;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

import io.signalbox.chat.StopReason;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.Cassette;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** What Anthropic streams. */
final class AnthropicStreamCases {

    private static final String START = """
            {"type":"message_start","message":{"content":[],"usage":{"input_tokens":5,"output_tokens":1}}}
            """;
    private static final String STOP = """
            {"type":"message_stop"}
            """;

    private AnthropicStreamCases() {}

    static List<StreamCase> all() {
        List<StreamCase> cases = new ArrayList<>(recorded());
        cases.addAll(endings());
        cases.addAll(answers());
        cases.addAll(odd());
        return cases;
    }

    private static List<StreamCase> recorded() {
        return List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.USAGE)
                        .given(Cassette.bytes("anthropic/text.sse"))
                        .says(text("Grüß"), text(" Gott 👋"), finished(StopReason.STOP))
                        .uses(new TokenUsage(25, 7, 0, 0, 15, 0, 0, 0, 0)),
                StreamCase.of("text and two calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(Cassette.bytes("anthropic/tools.sse"))
                        .says(
                                text("Let me look."),
                                call(0, "toolu_01A", "weather"),
                                arguments(0, "{\"city\":"),
                                arguments(0, " \"Köln\"}"),
                                call(1, "toolu_01B", "clock"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS))
                        .uses(TokenUsage.ofText(472, 89)),
                StreamCase.of("thoughts", Aspect.REASONING, Aspect.USAGE)
                        .given(Cassette.bytes("anthropic/thinking.sse"))
                        .says(
                                thinking("27 is"),
                                thinking(" 3³."),
                                signature("EqQBCgIYAhIM1gbcDa9GJwZA2b3h"),
                                redacted("EmwKAhgBEgy3va3pzix"),
                                text("3"),
                                finished(StopReason.STOP))
                        .uses(new TokenUsage(30, 0, 2, 10, 12, 48, 0, 0, 0)));
    }

    private static List<StreamCase> endings() {
        List<StreamCase> cases = new ArrayList<>(List.of(
                StreamCase.of("ends at a stop sequence", Aspect.STOP_REASONS)
                        .given(Cassette.events(START + said("x") + """
                                {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{}}
                                """ + STOP))
                        .says(text("x"), finishedAt("END")),
                StreamCase.of("cut before its end")
                        .given(Cassette.events(START + said("x")))
                        .says(text("x"))
                        .uses(TokenUsage.ofText(5, 1))
                        .isCut(),
                StreamCase.of("overloaded in the middle", Aspect.ERROR_EVENT)
                        .given(Cassette.events(START + said("x") + error("overloaded_error")))
                        .says(text("x"))
                        .fails(FaultCode.PROVIDER_RATE_LIMITED),
                StreamCase.of("a failure in the middle", Aspect.ERROR_EVENT)
                        .given(Cassette.events(START + said("x") + error("api_error")))
                        .says(text("x"))
                        .fails(FaultCode.PROVIDER_ERROR),
                StreamCase.of("our account in the middle", Aspect.ERROR_EVENT)
                        .given(Cassette.events(START + error("billing_error")))
                        .fails(FaultCode.PROVIDER_REFUSED_CREDENTIAL)));
        AnthropicAnswerCases.STOPS.forEach(
                (word, reason) -> cases.add(StreamCase.of("ends with " + word, Aspect.STOP_REASONS)
                        .given(Cassette.events(START + said("x") + ends(word)))
                        .says(text("x"), finished(reason))
                        .uses(TokenUsage.ofText(5, 9))));
        return cases;
    }

    private static List<StreamCase> answers() {
        return List.of(
                StreamCase.of("JSON by the answer tool")
                        .asked(AnthropicAnswerCases.JSON)
                        .given(Cassette.events(START
                                + begins(0, "city", "{}")
                                + input(0, "{\\\"name\\\":")
                                + input(0, "\\\"Köln\\\"}")
                                + stops(0)
                                + ends("tool_use")))
                        .says(text("{\"name\":"), text("\"Köln\"}"), finished(StopReason.STOP)),
                StreamCase.of("JSON that the limit cut")
                        .asked(AnthropicAnswerCases.JSON)
                        .given(Cassette.events(
                                START + begins(0, "city", "{}") + input(0, "{\\\"na") + stops(0) + ends("max_tokens")))
                        .says(text("{\"na"), finished(StopReason.LENGTH)),
                StreamCase.of("JSON, what was said before it, and another of it")
                        .asked(AnthropicAnswerCases.JSON)
                        .given(Cassette.events(START
                                + said("Here:")
                                + begins(1, "city", "{}")
                                + stops(1)
                                + begins(2, "city", "{\"name\":\"x\"}")
                                + stops(2)
                                + ends("tool_use")))
                        .says(text("{}"), finished(StopReason.STOP)),
                StreamCase.of("text although JSON was asked for")
                        .asked(AnthropicAnswerCases.JSON)
                        .given(Cassette.events(START + said("I ") + said("won't.") + ends("refusal")))
                        .says(text("I won't."), finished(StopReason.REFUSAL)),
                StreamCase.of("a caller's tool instead of JSON")
                        .asked(AnthropicAnswerCases.JSON_AND_TOOLS)
                        .given(Cassette.events(
                                START + begins(0, "f", "{}") + input(0, "{}") + stops(0) + ends("tool_use")))
                        .says(call(0, "t0", "f"), arguments(0, "{}"), finished(StopReason.TOOL_CALLS)));
    }

    private static List<StreamCase> odd() {
        return List.of(
                StreamCase.of("an input that comes whole at its beginning")
                        .given(Cassette.events(START + begins(0, "f", "{\"x\":1.50}") + stops(0) + ends("tool_use")))
                        .says(call(0, "t0", "f"), arguments(0, "{\"x\":1.50}"), finished(StopReason.TOOL_CALLS)),
                StreamCase.of("calls whose blocks lie within each other")
                        .given(Cassette.events(START
                                + begins(7, "f", "{}")
                                + begins(3, "g", "{}")
                                + input(7, "{\\\"x\\\":")
                                + input(3, "{}")
                                + input(7, "1}")
                                + stops(3)
                                + stops(7)
                                + ends("tool_use")))
                        .says(
                                call(0, "t7", "f"),
                                call(1, "t3", "g"),
                                arguments(0, "{\"x\":"),
                                arguments(1, "{}"),
                                arguments(0, "1}"),
                                finished(StopReason.TOOL_CALLS)),
                StreamCase.of("tools that Anthropic ran, events and deltas of a later version")
                        .given(Cassette.events(
                                START + """
                                {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}
                                """ + input(0, "{}") + stops(0) + """
                                {"type":"unheard_of","delta":7}
                                {"type":"content_block_delta","index":0,"delta":{"type":"unheard_of"}}
                                """ + said("x") + ends("end_turn")))
                        .says(text("x"), finished(StopReason.STOP)),
                StreamCase.of("events without names")
                        .given(Buffer.buffer(Cassette.bytes("anthropic/text.sse")
                                .toString()
                                .replaceAll("event: .*\n", "")
                                .replace("\n", "\r\n")))
                        .says(text("Grüß"), text(" Gott 👋"), finished(StopReason.STOP)));
    }

    private static String said(String text) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text
                + "\"}}\n";
    }

    private static String begins(int index, String tool, String input) {
        return "{\"type\":\"content_block_start\",\"index\":" + index
                + ",\"content_block\":{\"type\":\"tool_use\",\"id\":\"t" + index + "\",\"name\":\"" + tool
                + "\",\"input\":" + input + "}}\n";
    }

    private static String input(int index, String json) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + json + "\"}}\n";
    }

    private static String stops(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}\n";
    }

    private static String ends(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}}\n" + STOP;
    }

    private static String error(String type) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"x\"}}\n";
    }
}
