package io.signalbox.dialect.openai;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.redacted;
import static io.signalbox.dialect.Said.refusal;
import static io.signalbox.dialect.Said.signature;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.Cassette;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What chat completions' speakers answer. */
public final class OpenAiAnswerCases {

    private static final Map<String, StopReason> STOPS = Map.of(
            "stop", StopReason.STOP,
            "length", StopReason.LENGTH,
            "max_tokens", StopReason.LENGTH,
            "tool_calls", StopReason.TOOL_CALLS,
            "function_call", StopReason.TOOL_CALLS,
            "content_filter", StopReason.CONTENT_FILTER,
            "eos", StopReason.STOP);

    private OpenAiAnswerCases() {}

    public static List<AnswerCase> whole() {
        List<AnswerCase> cases = new ArrayList<>(List.of(
                AnswerCase.of("text", Aspect.TEXT)
                        .given(Cassette.bytes("openai/text.json"))
                        .id("chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT")
                        .says(choice(StopReason.STOP, part("Hello! How can I assist you today?")))
                        .uses(TokenUsage.ofText(19, 10)),
                AnswerCase.of("parallel calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(answer("""
                                "content":null,"tool_calls":[
                                {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                                {"id":"b","type":"function","function":{"name":"g","arguments":{"y":2}}}]""", "tool_calls"))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                Part.ToolCall.of("a", "f", "{\"x\":1}"),
                                Part.ToolCall.of("b", "g", "{\"y\":2}")))
                        .usesUnknown(),
                AnswerCase.of("thoughts", Aspect.REASONING)
                        .given(answer("\"reasoning_content\":\"hm\",\"content\":\"4\"", "stop"))
                        .says(choice(StopReason.STOP, new Part.Thinking("hm", Optional.empty()), part("4"))),
                AnswerCase.of("signed thoughts", Aspect.REASONING)
                        .given(answer("""
                                "reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"},
                                {"type":"reasoning.encrypted","data":"zz"}],"content":"4\"""", "stop"))
                        .says(choice(
                                StopReason.STOP,
                                new Part.Thinking("hm", Optional.of("s")),
                                new Part.RedactedThinking("zz"),
                                part("4"))),
                AnswerCase.of("a refusal")
                        .given(answer("\"content\":null,\"refusal\":\"No.\"", "stop"))
                        .says(choice(StopReason.STOP, new Part.Refusal("No."))),
                AnswerCase.of("two choices")
                        .given("""
                                {"id":"x","choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},
                                {"index":1,"message":{"content":"b"},"finish_reason":"length"}]}""")
                        .says(
                                choice(StopReason.STOP, part("a")),
                                new ChatResult.Choice(
                                        1, List.of(part("b")), StopReason.LENGTH, Optional.empty(), Optional.empty())),
                AnswerCase.of("a rate limit with status 200")
                        .given("{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}")
                        .fails(FaultCode.PROVIDER_RATE_LIMITED),
                AnswerCase.of("no choice")
                        .given("{\"id\":\"x\",\"choices\":[]}")
                        .fails(FaultCode.PROVIDER_MALFORMED)));
        STOPS.forEach((word, reason) -> cases.add(AnswerCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(answer("\"content\":\"x\"", word))
                .says(choice(reason, part("x")))));
        cases.addAll(usages());
        return cases;
    }

    /** Usage as each speaker sends it. */
    private static List<AnswerCase> usages() {
        return List.of(
                usage("OpenAI: cached and reasoning are inside", """
                        {"prompt_tokens":2006,"completion_tokens":300,"total_tokens":2306,"prompt_tokens_details":{"cached_tokens":1920,
                        "audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":192,"audio_tokens":0,
                        "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""")
                        .uses(new TokenUsage(86, 1_920, 0, 0, 108, 192, 0, 0, 0)),
                usage("OpenAI: audio", """
                        {"prompt_tokens":100,"completion_tokens":200,"total_tokens":300,"prompt_tokens_details":{"cached_tokens":0,
                        "audio_tokens":60,"text_tokens":40},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":150,
                        "text_tokens":50}}""").uses(new TokenUsage(40, 0, 0, 0, 50, 0, 60, 150, 0)),
                usage("DeepSeek: hit and miss", """
                        {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_cache_hit_tokens":64,
                        "prompt_cache_miss_tokens":36,"completion_tokens_details":{"reasoning_tokens":20}}""").uses(new TokenUsage(36, 64, 0, 0, 30, 20, 0, 0, 0)),
                usage("xAI: reasoning beside", """
                        {"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"prompt_tokens_details":{"text_tokens":32,
                        "audio_tokens":0,"image_tokens":0,"cached_tokens":6},"completion_tokens_details":{"reasoning_tokens":94,
                        "audio_tokens":0},"num_sources_used":0}""").uses(new TokenUsage(26, 6, 0, 0, 9, 94, 0, 0, 0)),
                usage("OpenRouter: cache writes", """
                        {"prompt_tokens":194,"completion_tokens":2,"total_tokens":196,"cost":0.95,
                        "prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":100,"audio_tokens":0}}""").uses(new TokenUsage(94, 0, 100, 0, 2, 0, 0, 0, 0)),
                usage("Groq: totals only", """
                        {"queue_time":0.03,"prompt_tokens":18,"prompt_time":0.0006,"completion_tokens":556,"completion_time":0.46,
                        "total_tokens":574,"total_time":0.46}""").uses(TokenUsage.ofText(18, 556)),
                usage("no totals", "{\"total_tokens\":5}").usesUnknown());
    }

    private static AnswerCase usage(String name, String usage) {
        return AnswerCase.of(name, Aspect.USAGE)
                .given(
                        "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":"
                                + usage + "}");
    }

    private static String answer(String message, String finish) {
        return "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + message
                + "},\"finish_reason\":\"" + finish + "\"}]}";
    }

    public static List<StreamCase> streamed() {
        List<StreamCase> cases = new ArrayList<>(said());
        cases.addAll(odd());
        STOPS.forEach((word, reason) -> cases.add(StreamCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(Cassette.events(delta("\"content\":\"x\"", word)))
                .says(text("x"), finished(reason))));
        return cases;
    }

    private static List<StreamCase> said() {
        return List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.USAGE)
                        .given(Cassette.bytes("openai/text.sse"))
                        .says(text("Grüß"), text(" Gott 👋"), finished(StopReason.STOP))
                        .uses(new TokenUsage(15, 4, 0, 0, 10, 0, 0, 0, 0)),
                StreamCase.of("two calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(Cassette.bytes("openai/tools.sse"))
                        .says(
                                call(0, "call_a", "weather"),
                                arguments(0, "{\"city\":"),
                                arguments(0, "\"Köln\"}"),
                                call(1, "call_b", "clock"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS)));
    }

    private static List<StreamCase> odd() {
        return List.of(
                StreamCase.of("calls without numbers, each whole", Aspect.PARALLEL_CALLS)
                        .given(Cassette.events(delta("""
                                "tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},\
                                {"id":"b","function":{"name":"f","arguments":{"x":1}}}]""", "tool_calls")))
                        .says(
                                call(0, "a", "f"),
                                arguments(0, "{}"),
                                call(1, "b", "f"),
                                arguments(1, "{\"x\":1}"),
                                finished(StopReason.TOOL_CALLS)),
                StreamCase.of("calls all numbered 0", Aspect.PARALLEL_CALLS)
                        .given(Cassette.events(
                                delta(numbered("a", "{}")) + "\n" + delta(numbered("b", "{}"), "tool_calls")))
                        .says(
                                call(0, "a", "f"),
                                arguments(0, "{}"),
                                call(1, "b", "f"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS)),
                StreamCase.of("thoughts", Aspect.REASONING)
                        .given(Cassette.events(delta("\"reasoning_content\":\"h\"") + "\n"
                                + delta("\"reasoning_content\":\"m\",\"content\":null") + "\n"
                                + delta("\"content\":\"4\",\"reasoning_content\":null", "stop")))
                        .says(thinking("h"), thinking("m"), text("4"), finished(StopReason.STOP)),
                StreamCase.of("signed thoughts", Aspect.REASONING)
                        .given(Cassette.events(delta("""
                                "reasoning":"h","reasoning_details":[{"type":"reasoning.text","text":"h"}]""") + "\n" + delta("""
                                "reasoning_details":[{"type":"reasoning.text","signature":"s"},\
                                {"type":"reasoning.encrypted","data":"z"}]""", "stop")))
                        .says(thinking("h"), signature("s"), redacted("z"), finished(StopReason.STOP)),
                StreamCase.of("a refusal")
                        .given(Cassette.events(delta("\"refusal\":\"No.\"", "stop")))
                        .says(refusal("No."), finished(StopReason.STOP)),
                StreamCase.of("two choices")
                        .given(Cassette.events(
                                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":null}]}\n"
                                        + delta("\"content\":\"a\"", "stop")
                                        + "\n{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}"))
                        .says(
                                new Delta.Text(1, "b"),
                                text("a"),
                                finished(StopReason.STOP),
                                new Delta.Finished(1, StopReason.LENGTH, Optional.empty())),
                StreamCase.of("a cut")
                        .given(Cassette.events(delta("\"content\":\"a\"")))
                        .says(text("a"))
                        .isCut(),
                StreamCase.of("an error event", Aspect.ERROR_EVENT)
                        .given(Cassette.events(delta("\"content\":\"a\"")
                                + "\n{\"error\":{\"message\":\"x\",\"type\":\"server_error\",\"code\":null}}"))
                        .says(text("a"))
                        .fails(FaultCode.PROVIDER_ERROR));
    }

    private static String numbered(String id, String arguments) {
        return "\"tool_calls\":[{\"index\":0,\"id\":\"" + id + "\",\"function\":{\"name\":\"f\",\"arguments\":\""
                + arguments + "\"}}]";
    }

    private static String delta(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
    }

    private static String delta(String delta, String finish) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":\"" + finish + "\"}]}";
    }
}
