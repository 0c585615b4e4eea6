package io.signalbox.dialect.openai;

import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.redacted;
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
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What speakers of chat completions send that OpenAI does not. */
final class OpenAiSpeakerCases {

    private static final String MISTRAL_THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"},{\"type\":\"text\",\"text\":\", so\"}]}";

    private OpenAiSpeakerCases() {}

    static List<AnswerCase> whole() {
        return List.of(
                AnswerCase.of("Mistral: thoughts and text as chunks", Aspect.REASONING)
                        .given(answer(
                                "\"content\":[" + MISTRAL_THOUGHT + ",{\"type\":\"text\",\"text\":\"4\"},"
                                        + "{\"type\":\"reference\",\"reference_ids\":[1]}]",
                                "stop"))
                        .says(choice(StopReason.STOP, new Part.Thinking("hm, so", Optional.empty()), part("4"))),
                AnswerCase.of("OpenRouter: a summary and what is encrypted", Aspect.REASONING)
                        .given(answer("""
                                "content":"4","reasoning":"hm","reasoning_details":[
                                {"type":"reasoning.summary","summary":"hm","format":"openai-responses-v1","index":0},
                                {"type":"reasoning.encrypted","data":"zz","id":"rs_1","index":1}]""", "stop"))
                        .says(choice(
                                StopReason.STOP,
                                new Part.Thinking("hm", Optional.empty()),
                                new Part.RedactedThinking("zz"),
                                part("4"))),
                AnswerCase.of("OpenRouter: no details", Aspect.REASONING)
                        .given(answer("\"content\":\"4\",\"reasoning\":\"hm\",\"reasoning_details\":[]", "stop"))
                        .says(choice(StopReason.STOP, new Part.Thinking("hm", Optional.empty()), part("4"))),
                AnswerCase.of("details of another form")
                        .given(answer(
                                "\"content\":\"4\",\"reasoning\":7,\"reasoning_details\":[7,{\"type\":7}]", "stop"))
                        .says(choice(StopReason.STOP, part("4"))),
                AnswerCase.of("OpenRouter: its provider failed with status 200")
                        .given("""
                                {"id":"gen-1","choices":[{"index":0,"finish_reason":"error","native_finish_reason":"error",
                                "message":{"role":"assistant","content":"So"},"error":{"code":502,"message":"Upstream error"}}]}""")
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("OpenRouter: its provider's rate limit with status 200")
                        .given("""
                                {"id":"gen-1","choices":[{"finish_reason":"error","message":{"content":""},
                                "error":{"code":429,"message":"Rate limited"}}]}""")
                        .fails(FaultCode.PROVIDER_RATE_LIMITED),
                AnswerCase.of("vLLM: aborted")
                        .given(answer("\"content\":\"So\"", "abort"))
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("DeepSeek: out of resources")
                        .given(answer("\"content\":\"So\"", "insufficient_system_resource"))
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("Perplexity: citations are passed over", Aspect.USAGE)
                        .given("""
                                {"id":"x","citations":["https://example.com"],"search_results":[{"title":"t"}],"choices":[{"index":0,
                                "finish_reason":"stop","message":{"role":"assistant","content":"4 [1]"},"delta":{"content":""}}],
                                "usage":{"prompt_tokens":14,"completion_tokens":70,"total_tokens":84,"search_context_size":"low",
                                "cost":{"total_cost":0.005}}}""")
                        .says(choice(StopReason.STOP, part("4 [1]")))
                        .uses(TokenUsage.ofText(14, 70)));
    }

    static List<StreamCase> streamed() {
        return List.of(
                StreamCase.of("Mistral: thoughts and text as chunks", Aspect.REASONING)
                        .given(Cassette.events(delta("\"content\":[" + MISTRAL_THOUGHT + "]", "") + "\n"
                                + delta("\"content\":[{\"type\":\"text\",\"text\":\"4\"}]", "") + "\n"
                                + delta("\"content\":\"2\"", "stop")))
                        .says(thinking("hm, so"), text("4"), text("2"), finished(StopReason.STOP)),
                StreamCase.of("OpenRouter: comments, and thoughts under both names", Aspect.REASONING)
                        .given(Buffer.buffer(": OPENROUTER PROCESSING\n\n")
                                .appendBuffer(Cassette.events(delta("""
                                        "content":"","reasoning":"h","reasoning_details":[{"type":"reasoning.summary","summary":"h"}]""", "") + "\n"
                                        + delta("\"reasoning\":\"m\",\"reasoning_details\":[]", "")))
                                .appendString(": OPENROUTER PROCESSING\n\n")
                                .appendBuffer(Cassette.events(delta("""
                                        "content":"4","reasoning_details":[{"type":"reasoning.text","text":null,"signature":"s"},\
                                        {"type":"reasoning.encrypted","data":"z"}]""", "stop"))))
                        .says(
                                thinking("h"),
                                thinking("m"),
                                signature("s"),
                                redacted("z"),
                                text("4"),
                                finished(StopReason.STOP)),
                StreamCase.of("OpenRouter: an error with its reason", Aspect.ERROR_EVENT)
                        .given(Cassette.events(delta("\"content\":\"So\"", "") + """

                                {"id":"gen-1","error":{"code":"server_error","message":"Provider disconnected"},\
                                "choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"""))
                        .says(text("So"))
                        .fails(FaultCode.PROVIDER_ERROR),
                StreamCase.of("vLLM: aborted", Aspect.ERROR_EVENT)
                        .given(Cassette.events(delta("\"content\":\"So\"", "") + "\n" + delta("", "abort")))
                        .says(text("So"))
                        .fails(FaultCode.PROVIDER_ERROR),
                StreamCase.of("Groq: usage under its own name", Aspect.USAGE)
                        .given(Cassette.events(delta("\"content\":\"4\"", "") + """

                                {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":\
                                {"queue_time":0.03,"prompt_tokens":18,"completion_tokens":5,"total_tokens":23}}}"""))
                        .says(text("4"), finished(StopReason.STOP))
                        .uses(TokenUsage.ofText(18, 5)),
                StreamCase.of("Groq: an error under its own name", Aspect.ERROR_EVENT)
                        .given(Cassette.events(delta("\"content\":\"So\"", "")
                                + "\n{\"choices\":[],\"x_groq\":{\"id\":\"req_1\",\"error\":\"over capacity\"}}"))
                        .says(text("So"))
                        .fails(FaultCode.PROVIDER_ERROR));
    }

    private static String answer(String message, String finish) {
        return "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + message
                + "},\"finish_reason\":\"" + finish + "\"}]}";
    }

    private static String delta(String delta, String finish) {
        String reason = finish.isEmpty() ? "null" : "\"" + finish + "\"";
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + reason + "}]}";
    }
}
