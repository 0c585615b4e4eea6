package io.signalbox.dialect.ollama;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.Cassette;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Ollama answers. */
final class OllamaAnswerCases {

    private static final Map<String, StopReason> STOPS =
            Map.of("stop", StopReason.STOP, "length", StopReason.LENGTH, "unheard_of", StopReason.STOP);

    private OllamaAnswerCases() {}

    static List<AnswerCase> whole() {
        List<AnswerCase> cases = new ArrayList<>(List.of(
                AnswerCase.of("text", Aspect.TEXT)
                        .given(Cassette.bytes("ollama/text.json"))
                        .id("")
                        .says(choice(StopReason.STOP, part("Hello! How are you today?")))
                        .uses(TokenUsage.ofText(26, 298)),
                AnswerCase.of("parallel calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(answer("""
                                "content":"","tool_calls":[{"function":{"name":"f","arguments":{"x":1}}},
                                {"id":"own","function":{"name":"g","arguments":{}}}]""", "stop", ""))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                Part.ToolCall.of("call_1_0", "f", "{\"x\":1}"),
                                Part.ToolCall.of("own", "g", "{}")))
                        .usesUnknown(),
                AnswerCase.of("thoughts", Aspect.REASONING)
                        .given(answer("\"thinking\":\"hm\",\"content\":\"4\"", "stop", ""))
                        .says(choice(StopReason.STOP, new Part.Thinking("hm", Optional.empty()), part("4"))),
                AnswerCase.of("log probabilities")
                        .given(answer(
                                "\"content\":\"4\"", "stop", ",\"logprobs\":[{\"token\":\"4\",\"logprob\":-0.5}]"))
                        .says(new ChatResult.Choice(
                                0, List.of(part("4")), StopReason.STOP, Optional.empty(), Optional.of(logprobs()))),
                AnswerCase.of("a model that was only loaded", Aspect.STOP_REASONS)
                        .given(answer("\"content\":\"\"", "load", ""))
                        .says(choice(StopReason.STOP)),
                AnswerCase.of("an error with status 200")
                        .given("{\"error\":\"llama runner process has terminated\"}")
                        .fails(FaultCode.PROVIDER_ERROR),
                usage("a cached prompt", ",\"prompt_eval_count\":50,\"prompt_eval_cached_count\":30,\"eval_count\":7")
                        .uses(new TokenUsage(20, 30, 0, 0, 7, 0, 0, 0, 0)),
                usage("no count of the prompt", ",\"eval_count\":7").usesUnknown(),
                usage("more than there can be", ",\"prompt_eval_count\":20000000,\"eval_count\":7")
                        .usesUnknown()));
        STOPS.forEach((word, reason) -> cases.add(AnswerCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(answer("\"content\":\"x\"", word, ""))
                .says(choice(reason, part("x")))));
        return cases;
    }

    private static AnswerCase usage(String name, String members) {
        return AnswerCase.of(name, Aspect.USAGE).given(answer("\"content\":\"x\"", "stop", members));
    }

    private static ObjectNode logprobs() {
        ObjectNode logprobs = Json.object();
        logprobs.putArray("content").addObject().put("token", "4").put("logprob", new BigDecimal("-0.5"));
        return logprobs.putNull("refusal");
    }

    private static String answer(String message, String reason, String members) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\"," + message + "},\"done\":true,\"done_reason\":\""
                + reason + "\"" + members + "}";
    }

    static List<StreamCase> streamed() {
        List<StreamCase> cases = new ArrayList<>(List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.REASONING, Aspect.USAGE)
                        .given(Cassette.bytes("ollama/text.ndjson"))
                        .says(
                                thinking("Okay"),
                                thinking(", a greeting."),
                                text("Grüß"),
                                text(" Gott 👋"),
                                finished(StopReason.STOP))
                        .uses(TokenUsage.ofText(26, 282)),
                StreamCase.of("two calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(Cassette.bytes("ollama/tools.ndjson"))
                        .says(
                                call(0, "call_1_0", "weather"),
                                arguments(0, "{\"city\":\"Köln\"}"),
                                call(1, "call_own", "clock"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS))
                        .uses(TokenUsage.ofText(122, 33)),
                StreamCase.of("log probabilities")
                        .given(lines(
                                "{\"message\":{\"content\":\"4\"},\"logprobs\":[{\"token\":\"4\",\"logprob\":-0.5}]}",
                                done("stop")))
                        .says(text("4"), new Delta.Logprobs(0, logprobs()), finished(StopReason.STOP)),
                StreamCase.of("a cut")
                        .given(lines(said("a")))
                        .says(text("a"))
                        .usesUnknown()
                        .isCut(),
                StreamCase.of("a last line without its end")
                        .given(Buffer.buffer(said("a") + "\n" + done("stop")))
                        .says(text("a"))
                        .isCut(),
                StreamCase.of("an error line", Aspect.ERROR_EVENT)
                        .given(lines(said("a"), "{\"error\":\"an error was encountered while running the model\"}"))
                        .says(text("a"))
                        .fails(FaultCode.PROVIDER_ERROR)));
        STOPS.forEach((word, reason) -> cases.add(StreamCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(lines(said("x"), done(word)))
                .says(text("x"), finished(reason))));
        return cases;
    }

    private static String said(String text) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"done\":false}";
    }

    private static String done(String reason) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\""
                + reason + "\"}";
    }

    private static Buffer lines(String... lines) {
        return Buffer.buffer(String.join("\n", lines) + "\n");
    }
}
