package io.signalbox.dialect.anthropic;

import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.choiceEndedAt;
import static io.signalbox.dialect.Said.part;

import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.Cassette;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Anthropic answers as a whole. */
final class AnthropicAnswerCases {

    static final Map<String, StopReason> STOPS = Map.of(
            "end_turn", StopReason.STOP,
            "max_tokens", StopReason.LENGTH,
            "model_context_window_exceeded", StopReason.LENGTH,
            "tool_use", StopReason.TOOL_CALLS,
            "refusal", StopReason.REFUSAL,
            "pause_turn", StopReason.PAUSE,
            "unheard_of", StopReason.STOP);

    static final Asked JSON = Asked.plainWith("""
            "response_format":{"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object",\
            "properties":{"name":{"type":"string"}}}}}""");

    static final Asked JSON_AND_TOOLS =
            Asked.of(JSON.body() + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");

    private AnthropicAnswerCases() {}

    static List<AnswerCase> whole() {
        List<AnswerCase> cases = new ArrayList<>(said());
        cases.addAll(endings());
        cases.addAll(answers());
        cases.addAll(usages());
        return cases;
    }

    private static List<AnswerCase> said() {
        return List.of(
                AnswerCase.of("text", Aspect.TEXT)
                        .given(Cassette.bytes("anthropic/text.json"))
                        .id("msg_01XFDUDYJgAACzvnptvVoYEL")
                        .says(choice(StopReason.STOP, part("Hi! My name is Claude.")))
                        .uses(TokenUsage.ofText(2_095, 503)),
                AnswerCase.of("text and parallel calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(message("""
                                {"type":"text","text":"Let me look."},
                                {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Köln","days":1.50}},
                                {"type":"tool_use","id":"toolu_2","name":"clock","input":{}}""", "\"tool_use\""))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                part("Let me look."),
                                Part.ToolCall.of("toolu_1", "weather", "{\"city\":\"Köln\",\"days\":1.50}"),
                                Part.ToolCall.of("toolu_2", "clock", "{}"))),
                AnswerCase.of("thoughts", Aspect.REASONING)
                        .given(message("""
                                {"type":"thinking","thinking":"Hm.","signature":"sig=="},
                                {"type":"redacted_thinking","data":"zzz"},{"type":"text","text":"4"}""", "\"end_turn\""))
                        .says(choice(
                                StopReason.STOP,
                                new Part.Thinking("Hm.", Optional.of("sig==")),
                                new Part.RedactedThinking("zzz"),
                                part("4"))),
                AnswerCase.of("tools that Anthropic ran, citations, blocks of a later version")
                        .given(message("""
                                {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}},
                                {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]},
                                {"type":"text","text":"Yes","citations":[{"type":"char_location"}]},{"type":"unheard_of"}""", "\"end_turn\""))
                        .says(choice(StopReason.STOP, part("Yes"))),
                AnswerCase.of("nothing").given(message("", "\"end_turn\"")).says(choice(StopReason.STOP)));
    }

    private static List<AnswerCase> endings() {
        List<AnswerCase> cases = new ArrayList<>();
        cases.add(AnswerCase.of("ends at a stop sequence", Aspect.STOP_REASONS)
                .given(message("{\"type\":\"text\",\"text\":\"x\"}", "\"stop_sequence\",\"stop_sequence\":\"END\""))
                .says(choiceEndedAt("END", part("x"))));
        STOPS.forEach((word, reason) -> cases.add(AnswerCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(message("{\"type\":\"text\",\"text\":\"x\"}", "\"" + word + "\""))
                .says(choice(reason, part("x")))));
        return cases;
    }

    private static List<AnswerCase> answers() {
        return List.of(
                AnswerCase.of("JSON by the answer tool")
                        .asked(JSON)
                        .given(message("""
                                {"type":"text","text":"Here:"},
                                {"type":"tool_use","id":"t","name":"city","input":{"name":"Köln"}}""", "\"tool_use\""))
                        .says(choice(StopReason.STOP, part("{\"name\":\"Köln\"}"))),
                AnswerCase.of("JSON that the limit cut")
                        .asked(JSON)
                        .given(message(
                                "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"city\",\"input\":{}}",
                                "\"max_tokens\""))
                        .says(choice(StopReason.LENGTH, part("{}"))),
                AnswerCase.of("text although JSON was asked for")
                        .asked(JSON)
                        .given(message("{\"type\":\"text\",\"text\":\"I won't.\"}", "\"refusal\""))
                        .says(choice(StopReason.REFUSAL, part("I won't."))),
                AnswerCase.of("a caller's tool instead of JSON")
                        .asked(JSON_AND_TOOLS)
                        .given(message(
                                "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"x\":1}}",
                                "\"tool_use\""))
                        .says(choice(StopReason.TOOL_CALLS, Part.ToolCall.of("t", "f", "{\"x\":1}"))),
                AnswerCase.of("an error with status 200")
                        .given(
                                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")
                        .fails(FaultCode.PROVIDER_RATE_LIMITED),
                AnswerCase.of("no content").given("{\"type\":\"message\"}").fails(FaultCode.PROVIDER_MALFORMED));
    }

    private static List<AnswerCase> usages() {
        return List.of(
                usage("cache beside the input", """
                        {"input_tokens":21,"cache_creation_input_tokens":188086,"cache_read_input_tokens":4096,
                        "cache_creation":{"ephemeral_5m_input_tokens":456,"ephemeral_1h_input_tokens":187630},"output_tokens":393,
                        "service_tier":"standard"}""").uses(new TokenUsage(21, 4_096, 456, 187_630, 393, 0, 0, 0, 0)),
                usage("an older answer, before lifetimes", """
                        {"input_tokens":50,"cache_creation_input_tokens":248,"cache_read_input_tokens":1800,"output_tokens":503}""")
                        .uses(new TokenUsage(50, 1_800, 248, 0, 503, 0, 0, 0, 0)),
                usage("thoughts inside the output, searches in no class", """
                        {"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":5071,"inference_geo":"global",
                        "output_tokens":239,"output_tokens_details":{"thinking_tokens":148},
                        "server_tool_use":{"web_search_requests":1}}""")
                        .uses(new TokenUsage(9, 5_071, 0, 0, 91, 148, 0, 0, 0)),
                usage("nothing to believe", "{\"input_tokens\":null,\"output_tokens\":7}")
                        .usesUnknown());
    }

    private static AnswerCase usage(String name, String usage) {
        return AnswerCase.of(name, Aspect.USAGE)
                .given("{\"id\":\"x\",\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":"
                        + usage + "}");
    }

    private static String message(String content, String stop) {
        return "{\"id\":\"x\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[" + content
                + "],\"stop_reason\":" + stop + "}";
    }
}
