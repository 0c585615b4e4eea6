package io.signalbox.dialect.cohere;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Cohere answers, and what that says. */
final class CohereAnswerCases {

    private static final Pattern TYPE = Pattern.compile("\"type\":\"([a-z-]+)\"");
    private static final String USAGE = """
            "usage":{"billed_units":{"input_tokens":5,"output_tokens":418},"tokens":{"input_tokens":71,"output_tokens":418},"cached_tokens":64}""";

    private CohereAnswerCases() {}

    private static Buffer events(String lines) {
        Buffer events = Buffer.buffer();
        for (String line : lines.strip().split("\n")) {
            Matcher type = TYPE.matcher(line);
            if (type.find()) {
                events.appendString("event: " + type.group(1) + "\n");
            }
            events.appendString("data: " + line + "\n\n");
        }
        return events;
    }

    private static String whole(String message, String reason) {
        return "{\"id\":\"c14c80c3\",\"message\":{\"role\":\"assistant\"," + message + "},\"finish_reason\":\"" + reason
                + "\"," + USAGE + "}";
    }

    static List<AnswerCase> whole() {
        return List.of(
                AnswerCase.of("text", Aspect.TEXT, Aspect.USAGE)
                        .given(whole("\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]", "COMPLETE"))
                        .id("c14c80c3")
                        .says(choice(StopReason.STOP, part("Hello")))
                        .uses(TokenUsage.ofText(5, 418)),
                AnswerCase.of("thoughts", Aspect.REASONING)
                        .given(whole("""
                        "content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"4"}]""", "COMPLETE"))
                        .says(choice(StopReason.STOP, new Part.Thinking("hm", Optional.empty()), part("4"))),
                AnswerCase.of("calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(whole("""
                        "tool_plan":"Let me see.","tool_calls":[
                         {"id":"f_1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                         {"id":"g_2","type":"function","function":{"name":"g","arguments":""}}]""", "TOOL_CALL"))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                part("Let me see."),
                                Part.ToolCall.of("f_1", "f", "{\"x\":1}"),
                                Part.ToolCall.of("g_2", "g", "{}"))),
                stopped("MAX_TOKENS", StopReason.LENGTH),
                stopped("STOP_SEQUENCE", StopReason.SEQUENCE),
                stopped("UNHEARD_OF", StopReason.STOP),
                AnswerCase.of("an error")
                        .given("{\"message\":{},\"finish_reason\":\"ERROR\",\"error\":\"oops\"}")
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("too late")
                        .given("{\"message\":{},\"finish_reason\":\"TIMEOUT\"}")
                        .fails(FaultCode.PROVIDER_TIMEOUT),
                AnswerCase.of("usage without billed units", Aspect.USAGE)
                        .given("""
                        {"message":{"content":[]},"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":71.0,"output_tokens":4.0}}}""")
                        .uses(TokenUsage.ofText(71, 4)),
                AnswerCase.of("usage that cannot be believed", Aspect.USAGE)
                        .given("""
                        {"message":{"content":[]},"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":-1,"output_tokens":4}}}""")
                        .usesUnknown());
    }

    private static AnswerCase stopped(String reason, StopReason stop) {
        return AnswerCase.of("stops for " + reason, Aspect.STOP_REASONS)
                .given(whole("\"content\":[{\"type\":\"text\",\"text\":\"a\"}]", reason))
                .says(choice(stop, part("a")));
    }

    static List<StreamCase> streamed() {
        return List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.USAGE, Aspect.STOP_REASONS)
                        .given(events("""
                        {"id":"29f14a5a","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}
                        {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}
                        {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Grüße"}}}}
                        {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":" 🙂"}}}}
                        {"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":5,"text":"Grüße","sources":[]}}}}
                        {"type":"content-end","index":0}
                        {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":3,"output_tokens":2},"tokens":{"input_tokens":69,"output_tokens":4}}}}
                        [DONE]
                        """))
                        .says(text("Grüße"), text(" 🙂"), finished(StopReason.STOP))
                        .uses(TokenUsage.ofText(3, 2)),
                StreamCase.of("thoughts", Aspect.REASONING)
                        .given(events("""
                        {"type":"message-start","id":"x","delta":{"message":{"role":"assistant"}}}
                        {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"thinking","thinking":""}}}}
                        {"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"hm"}}}}
                        {"type":"content-end","index":0}
                        {"type":"content-start","index":1,"delta":{"message":{"content":{"type":"text","text":"4"}}}}
                        {"type":"content-end","index":1}
                        {"type":"message-end","delta":{"finish_reason":"MAX_TOKENS"}}
                        """))
                        .says(thinking("hm"), text("4"), finished(StopReason.LENGTH)),
                StreamCase.of("calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(events("""
                        {"type":"message-start","id":"x","delta":{"message":{"role":"assistant"}}}
                        {"type":"tool-plan-delta","delta":{"message":{"tool_plan":"See"}}}
                        {"type":"tool-plan-delta","delta":{"message":{"tool_plan":":"}}}
                        {"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":{"id":"f_1","type":"function","function":{"name":"f","arguments":""}}}}}
                        {"type":"tool-call-delta","index":1,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\\"x\\""}}}}}
                        {"type":"tool-call-delta","index":1,"delta":{"message":{"tool_calls":{"function":{"arguments":":1}"}}}}}
                        {"type":"tool-call-end","index":1}
                        {"type":"tool-call-start","index":2,"delta":{"message":{"tool_calls":{"id":"g_2","type":"function","function":{"name":"g"}}}}}
                        {"type":"tool-call-end","index":2}
                        {"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"tokens":{"input_tokens":9,"output_tokens":8}}}}
                        """))
                        .says(
                                text("See"),
                                text(":"),
                                call(0, "f_1", "f"),
                                arguments(0, "{\"x\""),
                                arguments(0, ":1}"),
                                call(1, "g_2", "g"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS))
                        .uses(TokenUsage.ofText(9, 8)),
                broken("ERROR", FaultCode.PROVIDER_ERROR),
                broken("TIMEOUT", FaultCode.PROVIDER_TIMEOUT));
    }

    private static StreamCase broken(String reason, FaultCode code) {
        return StreamCase.of("breaks off with " + reason, Aspect.ERROR_EVENT)
                .given(events("""
                {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"a"}}}}
                """ + "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"" + reason
                        + "\",\"error\":\"oops\"}}"))
                .says(text("a"))
                .fails(code);
    }
}
