package io.signalbox.dialect.bedrock;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.choiceEndedAt;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.finishedAt;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.redacted;
import static io.signalbox.dialect.Said.signature;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Converse and ConverseStream answer, and what that says. */
final class BedrockAnswerCases {

    private static final Asked IN_JSON = Asked.plainWith(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"city\",\"schema\":{\"type\":\"object\"}}}");
    private static final String USAGE = """
            metadata {"usage":{"inputTokens":11,"outputTokens":5,"totalTokens":16},"metrics":{"latencyMs":402},"p":"abcd"}
            """;

    private BedrockAnswerCases() {}

    private static String whole(String content, String stopReason) {
        return "{\"metrics\":{\"latencyMs\":402},\"output\":{\"message\":{\"content\":[" + content
                + "],\"role\":\"assistant\"}},\"stopReason\":\"" + stopReason
                + "\",\"usage\":{\"inputTokens\":11,\"outputTokens\":5,\"totalTokens\":16}}";
    }

    static List<AnswerCase> whole() {
        return List.of(
                AnswerCase.of("text", Aspect.TEXT, Aspect.USAGE)
                        .given(whole("{\"text\":\"Hello\"}", "end_turn"))
                        .says(choice(StopReason.STOP, part("Hello")))
                        .uses(TokenUsage.ofText(11, 5)),
                AnswerCase.of("thoughts", Aspect.REASONING)
                        .given(whole("""
                        {"reasoningContent":{"reasoningText":{"text":"hm","signature":"c2ln"}}},
                        {"reasoningContent":{"redactedContent":"eHl6"}},{"text":"Hello"}""", "end_turn"))
                        .says(choice(
                                StopReason.STOP,
                                new Part.Thinking("hm", Optional.of("c2ln")),
                                new Part.RedactedThinking("eHl6"),
                                part("Hello"))),
                AnswerCase.of("calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(whole("""
                        {"text":"Let me see."},{"toolUse":{"toolUseId":"tooluse_a","name":"weather","input":{"city":"Rome"}}},
                        {"toolUse":{"toolUseId":"tooluse_b","name":"clock","input":{}}}""", "tool_use"))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                part("Let me see."),
                                Part.ToolCall.of("tooluse_a", "weather", "{\"city\":\"Rome\"}"),
                                Part.ToolCall.of("tooluse_b", "clock", "{}"))),
                stopped("max_tokens", StopReason.LENGTH),
                stopped("model_context_window_exceeded", StopReason.LENGTH),
                stopped("guardrail_intervened", StopReason.CONTENT_FILTER),
                stopped("content_filtered", StopReason.CONTENT_FILTER),
                stopped("stop_sequence", StopReason.SEQUENCE),
                stopped("unheard_of", StopReason.STOP),
                AnswerCase.of("the stop sequence", Aspect.STOP_REASONS)
                        .given("""
                        {"output":{"message":{"role":"assistant","content":[{"text":"a"}]}},"stopReason":"stop_sequence",
                         "additionalModelResponseFields":{"stop_sequence":"END"}}""")
                        .says(choiceEndedAt("END", part("a")))
                        .usesUnknown(),
                AnswerCase.of("nonsense the model broke off in")
                        .given(whole("{\"text\":\"a\"}", "malformed_tool_use"))
                        .fails(FaultCode.PROVIDER_MALFORMED),
                AnswerCase.of("an answer in JSON")
                        .asked(IN_JSON)
                        .given(whole("""
                        {"text":"Here it is:"},
                        {"toolUse":{"toolUseId":"a","name":"city","input":{"n":1.50}}}""", "tool_use"))
                        .says(choice(StopReason.STOP, part("{\"n\":1.50}"))),
                AnswerCase.of("a call instead of the answer in JSON")
                        .asked(IN_JSON)
                        .given(whole("""
                        {"text":"First:"},{"toolUse":{"toolUseId":"a","name":"weather","input":{}}}""", "tool_use"))
                        .says(choice(StopReason.TOOL_CALLS, part("First:"), Part.ToolCall.of("a", "weather", "{}"))),
                cached(),
                AnswerCase.of("usage that cannot be believed", Aspect.USAGE)
                        .given("""
                        {"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn",
                         "usage":{"inputTokens":99999999999,"outputTokens":1}}""")
                        .usesUnknown());
    }

    private static AnswerCase stopped(String reason, StopReason stop) {
        return AnswerCase.of("stops for " + reason, Aspect.STOP_REASONS)
                .given(whole("{\"text\":\"a\"}", reason))
                .says(choice(stop, part("a")));
    }

    /** The cache is counted beside the input; what was written lives for five minutes or an hour. */
    private static AnswerCase cached() {
        return AnswerCase.of("usage with a cache", Aspect.USAGE)
                .given("""
                {"output":{"message":{"role":"assistant","content":[{"text":"a"}]}},"stopReason":"end_turn",
                 "usage":{"inputTokens":12,"outputTokens":34,"totalTokens":5046,"cacheReadInputTokens":3000,
                  "cacheWriteInputTokens":2000,"cacheDetails":[{"ttl":"1h","inputTokens":1500},{"ttl":"5m","inputTokens":500}]}}""")
                .uses(new TokenUsage(12, 3000, 500, 1500, 34, 0, 0, 0, 0));
    }

    static List<StreamCase> streamed() {
        List<StreamCase> all = new ArrayList<>(spoken());
        all.addAll(inJson());
        all.addAll(ended());
        return all;
    }

    private static List<StreamCase> spoken() {
        return List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.USAGE, Aspect.STOP_REASONS)
                        .given(EventStreams.of("""
                        messageStart {"role":"assistant","p":"abcdefgh"}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Grüße"},"p":"abc"}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":" 🙂"}}
                        contentBlockStop {"contentBlockIndex":0}
                        messageStop {"stopReason":"end_turn"}
                        """ + USAGE))
                        .says(text("Grüße"), text(" 🙂"), finished(StopReason.STOP))
                        .uses(TokenUsage.ofText(11, 5)),
                StreamCase.of("thoughts", Aspect.REASONING)
                        .given(EventStreams.of("""
                        messageStart {"role":"assistant"}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"h"}}}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"m"}}}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"c2ln"}}}
                        contentBlockStop {"contentBlockIndex":0}
                        contentBlockDelta {"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"eHl6"}}}
                        contentBlockStop {"contentBlockIndex":1}
                        contentBlockDelta {"contentBlockIndex":2,"delta":{"text":"a"}}
                        contentBlockStop {"contentBlockIndex":2}
                        messageStop {"stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"}}
                        """ + USAGE))
                        .says(
                                thinking("h"),
                                thinking("m"),
                                signature("c2ln"),
                                redacted("eHl6"),
                                text("a"),
                                finishedAt("END")),
                StreamCase.of("calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(EventStreams.of("""
                        messageStart {"role":"assistant"}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"See:"}}
                        contentBlockStop {"contentBlockIndex":0}
                        contentBlockStart {"contentBlockIndex":1,"start":{"toolUse":{"name":"weather","toolUseId":"t_a"}}}
                        contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":""}}}
                        contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\\"city\\":"}}}
                        contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":"\\"Rome\\"}"}}}
                        contentBlockStop {"contentBlockIndex":1}
                        contentBlockStart {"contentBlockIndex":3,"start":{"toolUse":{"name":"clock","toolUseId":"t_b"}}}
                        contentBlockStop {"contentBlockIndex":3}
                        messageStop {"stopReason":"tool_use"}
                        """ + USAGE))
                        .says(
                                text("See:"),
                                call(0, "t_a", "weather"),
                                arguments(0, "{\"city\":"),
                                arguments(0, "\"Rome\"}"),
                                call(1, "t_b", "clock"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS)));
    }

    private static List<StreamCase> inJson() {
        return List.of(
                StreamCase.of("an answer in JSON")
                        .asked(IN_JSON)
                        .given(EventStreams.of("""
                        messageStart {"role":"assistant"}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Here:"}}
                        contentBlockStop {"contentBlockIndex":0}
                        contentBlockStart {"contentBlockIndex":1,"start":{"toolUse":{"name":"city","toolUseId":"t"}}}
                        contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\\"n\\""}}}
                        contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":":1}"}}}
                        contentBlockStop {"contentBlockIndex":1}
                        messageStop {"stopReason":"tool_use"}
                        """ + USAGE))
                        .says(text("{\"n\""), text(":1}"), finished(StopReason.STOP)),
                StreamCase.of("text though JSON was asked for")
                        .asked(IN_JSON)
                        .given(EventStreams.of("""
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"{\\"a\\""}}
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":":1}"}}
                        contentBlockStop {"contentBlockIndex":0}
                        messageStop {"stopReason":"end_turn"}
                        """ + USAGE))
                        .says(text("{\"a\":1}"), finished(StopReason.STOP)));
    }

    private static List<StreamCase> ended() {
        return List.of(
                StreamCase.of("a cache")
                        .given(EventStreams.of("""
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"a"}}
                        messageStop {"stopReason":"end_turn"}
                        metadata {"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":37,"cacheReadInputTokens":10,"cacheWriteInputTokens":20}}
                        """))
                        .says(text("a"), finished(StopReason.STOP))
                        .uses(new TokenUsage(3, 10, 20, 0, 4, 0, 0, 0, 0)),
                StreamCase.of("no metadata")
                        .given(EventStreams.of("""
                        contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"a"}}
                        messageStop {"stopReason":"end_turn"}
                        """))
                        .says(text("a"), finished(StopReason.STOP))
                        .isCut(),
                broken("throttlingException", FaultCode.PROVIDER_RATE_LIMITED),
                broken("modelStreamErrorException", FaultCode.PROVIDER_ERROR),
                broken("validationException", FaultCode.PROVIDER_ERROR),
                broken("internalServerException", FaultCode.PROVIDER_ERROR),
                broken("serviceUnavailableException", FaultCode.PROVIDER_ERROR));
    }

    private static StreamCase broken(String type, FaultCode code) {
        return StreamCase.of("breaks off with " + type, Aspect.ERROR_EVENT)
                .given(EventStreams.of("""
                messageStart {"role":"assistant"}
                contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"a"}}
                """ + type + " {\"message\":\"oops\"}"))
                .says(text("a"))
                .fails(code);
    }
}
