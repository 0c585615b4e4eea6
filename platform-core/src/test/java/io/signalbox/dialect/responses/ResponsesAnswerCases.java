package io.signalbox.dialect.responses;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.refusal;
import static io.signalbox.dialect.Said.signature;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

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
import java.util.Optional;

/** What the Responses API answers. */
final class ResponsesAnswerCases {

    private static final String TEXT =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                    + "\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"Grüß Gott 👋\"}]}";
    private static final String USAGE =
            "{\"input_tokens\":2006,\"input_tokens_details\":{\"cached_tokens\":1920},\"output_tokens\":300,"
                    + "\"output_tokens_details\":{\"reasoning_tokens\":192},\"total_tokens\":2306}";

    private ResponsesAnswerCases() {}

    static List<AnswerCase> whole() {
        return List.of(
                AnswerCase.of("text", Aspect.TEXT, Aspect.USAGE)
                        .given(answer("completed", "null", TEXT))
                        .id("resp_1")
                        .says(choice(StopReason.STOP, part("Grüß Gott 👋")))
                        .uses(new TokenUsage(86, 1_920, 0, 0, 108, 192, 0, 0, 0)),
                AnswerCase.of("parallel calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(answer("completed", "null", callItem("a", "{\\\"x\\\":1}") + "," + callItem("b", "{}")))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                Part.ToolCall.of("a", "f", "{\"x\":1}"),
                                Part.ToolCall.of("b", "f", "{}"))),
                AnswerCase.of("thoughts", Aspect.REASONING)
                        .given(answer(
                                "completed",
                                "null",
                                thoughts("rs_1", "hm", "so") + "," + thoughts("rs_2") + "," + TEXT))
                        .says(choice(
                                StopReason.STOP,
                                new Part.Thinking("hm\n\nso", Optional.of("openai:rs_1:enc")),
                                new Part.Thinking("", Optional.of("openai:rs_2:enc")),
                                part("Grüß Gott 👋"))),
                AnswerCase.of("a refusal")
                        .given(answer(
                                "completed",
                                "null",
                                "{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]}"))
                        .says(choice(StopReason.STOP, new Part.Refusal("No."))),
                AnswerCase.of("the limit", Aspect.STOP_REASONS)
                        .given(answer("incomplete", "{\"reason\":\"max_output_tokens\"}", TEXT))
                        .says(choice(StopReason.LENGTH, part("Grüß Gott 👋"))),
                AnswerCase.of("the filter", Aspect.STOP_REASONS)
                        .given(answer("incomplete", "{\"reason\":\"content_filter\"}", TEXT))
                        .says(choice(StopReason.CONTENT_FILTER, part("Grüß Gott 👋"))),
                AnswerCase.of("a failed response")
                        .given(
                                "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"x\"},\"output\":[]}")
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("a rate limit with status 200")
                        .given(
                                "{\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"x\"},\"output\":[]}")
                        .fails(FaultCode.PROVIDER_RATE_LIMITED),
                AnswerCase.of("no output")
                        .given("{\"id\":\"x\",\"output\":null}")
                        .fails(FaultCode.PROVIDER_MALFORMED),
                AnswerCase.of("no totals", Aspect.USAGE)
                        .given("{\"id\":\"x\",\"output\":[],\"usage\":{\"total_tokens\":5}}")
                        .usesUnknown());
    }

    static List<StreamCase> streamed() {
        List<StreamCase> cases = new ArrayList<>(contents());
        cases.addAll(endings());
        return cases;
    }

    private static List<StreamCase> contents() {
        return List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.USAGE)
                        .given(Cassette.events(String.join(
                                "\n",
                                event("response.created", "\"response\":" + running()),
                                event("response.in_progress", "\"response\":" + running()),
                                event(
                                        "response.output_item.added",
                                        "\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}"),
                                event(
                                        "response.content_part.added",
                                        "\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\"}"),
                                delta("output_text", 0, "Grüß"),
                                delta("output_text", 0, " Gott 👋"),
                                event("response.output_text.done", "\"output_index\":0,\"text\":\"Grüß Gott 👋\""),
                                event("response.output_item.done", "\"output_index\":0,\"item\":" + TEXT),
                                end("completed", "null"))))
                        .says(text("Grüß"), text(" Gott 👋"), finished(StopReason.STOP))
                        .uses(new TokenUsage(86, 1_920, 0, 0, 108, 192, 0, 0, 0)),
                StreamCase.of("two calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(Cassette.events(String.join(
                                "\n",
                                added(1, callItem("a", "")),
                                added(2, callItem("b", "")),
                                delta("function_call_arguments", 2, "{\\\"y\\\":"),
                                delta("function_call_arguments", 1, "{}"),
                                delta("function_call_arguments", 2, "2}"),
                                done(1, callItem("a", "{}")),
                                done(2, callItem("b", "{\\\"y\\\":2}")),
                                end("completed", "null"))))
                        .says(
                                call(0, "a", "f"),
                                call(1, "b", "f"),
                                arguments(1, "{\"y\":"),
                                arguments(0, "{}"),
                                arguments(1, "2}"),
                                finished(StopReason.TOOL_CALLS)),
                StreamCase.of("a call told only whole", Aspect.TOOLS)
                        .given(Cassette.events(done(0, callItem("a", "{}")) + "\n" + end("completed", "null")))
                        .says(call(0, "a", "f"), arguments(0, "{}"), finished(StopReason.TOOL_CALLS)),
                streamedThoughts());
    }

    private static StreamCase streamedThoughts() {
        return StreamCase.of("thoughts", Aspect.REASONING)
                .given(Cassette.events(String.join(
                        "\n",
                        added(0, "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}"),
                        event("response.reasoning_summary_part.added", "\"output_index\":0,\"summary_index\":0"),
                        delta("reasoning_summary_text", 0, "hm"),
                        event("response.reasoning_summary_part.added", "\"output_index\":0,\"summary_index\":1"),
                        delta("reasoning_summary_text", 0, "so"),
                        done(0, thoughts("rs_1", "hm", "so")),
                        done(1, thoughts("rs_2")),
                        delta("output_text", 2, "4"),
                        end("completed", "null"))))
                .says(
                        thinking("hm"),
                        thinking("\n\n"),
                        thinking("so"),
                        signature("openai:rs_1:enc"),
                        signature("openai:rs_2:enc"),
                        text("4"),
                        finished(StopReason.STOP));
    }

    private static List<StreamCase> endings() {
        return List.of(
                StreamCase.of("a refusal")
                        .given(Cassette.events(delta("refusal", 0, "No.") + "\n" + end("completed", "null")))
                        .says(refusal("No."), finished(StopReason.STOP)),
                StreamCase.of("the limit", Aspect.STOP_REASONS)
                        .given(Cassette.events(delta("output_text", 0, "x") + "\n"
                                + end("incomplete", "{\"reason\":\"max_output_tokens\"}")))
                        .says(text("x"), finished(StopReason.LENGTH)),
                StreamCase.of("a cut")
                        .given(Cassette.events(delta("output_text", 0, "x")))
                        .says(text("x"))
                        .isCut(),
                StreamCase.of("a failed response", Aspect.ERROR_EVENT)
                        .given(
                                Cassette.events(
                                        delta("output_text", 0, "x") + "\n"
                                                + event(
                                                        "response.failed",
                                                        "\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"x\"}}")))
                        .says(text("x"))
                        .fails(FaultCode.PROVIDER_ERROR),
                StreamCase.of("a context that is too long", Aspect.ERROR_EVENT)
                        .given(
                                Cassette.events(
                                        event(
                                                "error",
                                                "\"error\":{\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\",\"message\":\"x\"}")))
                        .fails(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                StreamCase.of("a bare error event", Aspect.ERROR_EVENT)
                        .given(Cassette.events(
                                event("error", "\"code\":\"rate_limit_exceeded\",\"message\":\"x\",\"param\":null")))
                        .fails(FaultCode.PROVIDER_RATE_LIMITED));
    }

    private static String answer(String status, String details, String output) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"" + status
                + "\",\"error\":null,\"incomplete_details\":" + details + ",\"model\":\"gpt-5-pro\",\"output\":["
                + output + "],\"usage\":" + USAGE + "}";
    }

    private static String running() {
        return "{\"id\":\"resp_1\",\"status\":\"in_progress\",\"model\":\"gpt-5-pro\",\"output\":[],\"usage\":null}";
    }

    private static String callItem(String id, String arguments) {
        return "{\"id\":\"fc_" + id + "\",\"type\":\"function_call\",\"call_id\":\"" + id
                + "\",\"name\":\"f\",\"arguments\":\"" + arguments + "\"}";
    }

    private static String thoughts(String id, String... summaries) {
        StringBuilder summary = new StringBuilder();
        for (String each : summaries) {
            summary.append(summary.length() == 0 ? "" : ",")
                    .append("{\"type\":\"summary_text\",\"text\":\"")
                    .append(each)
                    .append("\"}");
        }
        return "{\"id\":\"" + id + "\",\"type\":\"reasoning\",\"summary\":[" + summary
                + "],\"encrypted_content\":\"enc\"}";
    }

    private static String added(int index, String item) {
        return event("response.output_item.added", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static String done(int index, String item) {
        return event("response.output_item.done", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static String delta(String kind, int index, String delta) {
        return event("response." + kind + ".delta", "\"output_index\":" + index + ",\"delta\":\"" + delta + "\"");
    }

    private static String end(String status, String details) {
        return event("response." + status, "\"response\":" + answer(status, details, ""));
    }

    private static String event(String type, String members) {
        return "{\"type\":\"" + type + "\",\"sequence_number\":1," + members + "}";
    }
}
