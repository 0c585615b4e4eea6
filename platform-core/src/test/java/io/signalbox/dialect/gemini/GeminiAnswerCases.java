package io.signalbox.dialect.gemini;

import static io.signalbox.dialect.Said.arguments;
import static io.signalbox.dialect.Said.call;
import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.finished;
import static io.signalbox.dialect.Said.part;
import static io.signalbox.dialect.Said.signature;
import static io.signalbox.dialect.Said.text;
import static io.signalbox.dialect.Said.thinking;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Gemini answers. */
final class GeminiAnswerCases {

    private static final Map<String, StopReason> STOPS = Map.of(
            "STOP", StopReason.STOP,
            "MAX_TOKENS", StopReason.LENGTH,
            "SAFETY", StopReason.CONTENT_FILTER,
            "RECITATION", StopReason.CONTENT_FILTER,
            "BLOCKLIST", StopReason.CONTENT_FILTER,
            "PROHIBITED_CONTENT", StopReason.CONTENT_FILTER,
            "SPII", StopReason.CONTENT_FILTER,
            "OTHER", StopReason.STOP,
            "NEVER_HEARD_OF", StopReason.STOP);

    private GeminiAnswerCases() {}

    static List<AnswerCase> whole() {
        List<AnswerCase> cases = new ArrayList<>(List.of(
                AnswerCase.of("text", Aspect.TEXT)
                        .given(Cassette.bytes("gemini/text.json"))
                        .id("mO8PaJnhGa-zxN8P9tKxwAI")
                        .says(choice(StopReason.STOP, part("Hello! How can I help you today?")))
                        .uses(new TokenUsage(2, 0, 0, 0, 9, 29, 0, 0, 0)),
                AnswerCase.of("parallel calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(answer("""
                                {"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"c2ln"},
                                {"functionCall":{"id":"own","name":"g"}}""", "STOP"))
                        .says(choice(
                                StopReason.TOOL_CALLS,
                                new Part.ToolCall(
                                        "call_1_0_0", "f", "{\"x\":1}", Optional.of("c2ln"), Optional.empty()),
                                Part.ToolCall.of("own", "g", "{}")))
                        .usesUnknown(),
                AnswerCase.of("thoughts and signed text", Aspect.REASONING)
                        .given(answer("""
                                {"text":"hm","thought":true},{"text":"4"},{"text":"2","thoughtSignature":"c2ln"}""", "STOP"))
                        .says(choice(
                                StopReason.STOP,
                                new Part.Thinking("hm", Optional.empty()),
                                part("42"),
                                new Part.Thinking("", Optional.of("gemini:c2ln")))),
                AnswerCase.of("parts nobody asked for")
                        .given(answer("""
                                {"executableCode":{"code":"1"}},{"inlineData":{"mimeType":"image/png","data":"AA"}},{"text":"4"}""", "STOP"))
                        .says(choice(StopReason.STOP, part("4"))),
                AnswerCase.of("two candidates")
                        .given("""
                                {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"},
                                {"index":1,"content":{"parts":[{"text":"b"}]},"finishReason":"MAX_TOKENS"}]}""")
                        .says(
                                choice(StopReason.STOP, part("a")),
                                new ChatResult.Choice(
                                        1, List.of(part("b")), StopReason.LENGTH, Optional.empty(), Optional.empty())),
                AnswerCase.of("log probabilities")
                        .given("""
                        {"candidates":[{"content":{"parts":[{"text":"é"}]},"finishReason":"STOP","logprobsResult":{
                        "chosenCandidates":[{"token":"é","tokenId":1,"logProbability":-0.25}],
                        "topCandidates":[{"candidates":[{"token":"é","logProbability":-0.25},{"token":"e"}]}]}}]}""")
                        .says(new ChatResult.Choice(
                                0, List.of(part("é")), StopReason.STOP, Optional.empty(), Optional.of(logprobs())))));
        cases.addAll(failures());
        STOPS.forEach((word, reason) -> cases.add(AnswerCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(answer("{\"text\":\"x\"}", word))
                .says(choice(reason, part("x")))));
        cases.addAll(usages());
        return cases;
    }

    private static List<AnswerCase> failures() {
        return List.of(
                AnswerCase.of("a candidate that was blocked", Aspect.STOP_REASONS)
                        .given("{\"candidates\":[{\"finishReason\":\"SAFETY\",\"index\":0,\"safetyRatings\":[]}]}")
                        .says(choice(StopReason.CONTENT_FILTER)),
                AnswerCase.of("a prompt that was blocked", Aspect.STOP_REASONS)
                        .given("""
                                {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":4,
                                "totalTokenCount":4},"modelVersion":"gemini-2.5-flash"}""")
                        .fails(FaultCode.CONTENT_FILTER),
                AnswerCase.of("a malformed call", Aspect.STOP_REASONS)
                        .given("""
                                {"candidates":[{"content":{},"finishReason":"MALFORMED_FUNCTION_CALL",
                                "finishMessage":"Malformed function call: print(x)"}]}""")
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("no output for no reason")
                        .given("{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"OTHER\"}]}")
                        .fails(FaultCode.PROVIDER_ERROR),
                AnswerCase.of("a rate limit with status 200")
                        .given("{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}")
                        .fails(FaultCode.PROVIDER_RATE_LIMITED),
                AnswerCase.of("no candidate")
                        .given("{\"candidates\":[],\"usageMetadata\":{\"promptTokenCount\":4}}")
                        .fails(FaultCode.PROVIDER_MALFORMED));
    }

    private static JsonNode logprobs() {
        try {
            return Json.read("""
                    {"content":[{"token":"é","logprob":-0.25,"bytes":[195,169],"top_logprobs":[
                    {"token":"é","logprob":-0.25,"bytes":[195,169]},{"token":"e","logprob":0,"bytes":[101]}]}],"refusal":null}""");
        } catch (IOException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }

    private static List<AnswerCase> usages() {
        return List.of(
                usage("cached is inside the prompt", """
                        {"promptTokenCount":5232,"candidatesTokenCount":184,"totalTokenCount":5700,"cachedContentTokenCount":4096,
                        "promptTokensDetails":[{"modality":"TEXT","tokenCount":5232}],
                        "cacheTokensDetails":[{"modality":"TEXT","tokenCount":4096}],"thoughtsTokenCount":284}""").uses(new TokenUsage(1_136, 4_096, 0, 0, 184, 284, 0, 0, 0)),
                usage("sound apart, an image not", """
                        {"promptTokenCount":658,"candidatesTokenCount":20,"totalTokenCount":678,"promptTokensDetails":[
                        {"modality":"TEXT","tokenCount":10},{"modality":"IMAGE","tokenCount":258},{"modality":"AUDIO","tokenCount":390}]}""").uses(new TokenUsage(268, 0, 0, 0, 20, 0, 390, 0, 0)),
                usage("cached sound is cached", """
                        {"promptTokenCount":500,"candidatesTokenCount":20,"totalTokenCount":520,"cachedContentTokenCount":300,
                        "promptTokensDetails":[{"modality":"AUDIO","tokenCount":400},{"modality":"TEXT","tokenCount":100}],
                        "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":300}]}""").uses(new TokenUsage(100, 300, 0, 0, 20, 0, 100, 0, 0)),
                usage("what the provider's tools read comes beside the prompt", """
                        {"promptTokenCount":20,"candidatesTokenCount":30,"totalTokenCount":1100,"toolUsePromptTokenCount":1000,
                        "thoughtsTokenCount":50}""")
                        .uses(new TokenUsage(1_020, 0, 0, 0, 30, 50, 0, 0, 0)),
                usage("thoughts inside the candidates", """
                        {"promptTokenCount":20,"candidatesTokenCount":80,"totalTokenCount":100,"thoughtsTokenCount":50}""").uses(new TokenUsage(20, 0, 0, 0, 30, 50, 0, 0, 0)),
                usage("a total beyond its parts", """
                        {"promptTokenCount":20,"candidatesTokenCount":30,"totalTokenCount":90}""").uses(new TokenUsage(20, 0, 0, 0, 30, 40, 0, 0, 0)),
                usage("thoughts alone", """
                        {"promptTokenCount":20,"totalTokenCount":84,"thoughtsTokenCount":64}""").uses(new TokenUsage(20, 0, 0, 0, 0, 64, 0, 0, 0)),
                usage(
                                "more than there can be",
                                "{\"promptTokenCount\":20,\"candidatesTokenCount\":9223372036854775807}")
                        .usesUnknown(),
                usage("no prompt", "{\"candidatesTokenCount\":30,\"totalTokenCount\":30}")
                        .usesUnknown());
    }

    private static AnswerCase usage(String name, String usage) {
        return AnswerCase.of(name, Aspect.USAGE)
                .given("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}],"
                        + "\"usageMetadata\":" + usage + "}");
    }

    private static String answer(String parts, String finish) {
        return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "],\"role\":\"model\"},\"finishReason\":\""
                + finish + "\",\"index\":0}]}";
    }

    static List<StreamCase> streamed() {
        List<StreamCase> cases = new ArrayList<>(List.of(
                StreamCase.of("text", Aspect.TEXT, Aspect.REASONING, Aspect.USAGE)
                        .given(Cassette.bytes("gemini/text.sse"))
                        .says(
                                thinking("**Counting**\n\nOne, two"),
                                text("Grüß"),
                                text(" Gott 👋"),
                                finished(StopReason.STOP))
                        .uses(new TokenUsage(12, 0, 0, 0, 7, 59, 0, 0, 0)),
                StreamCase.of("two calls", Aspect.TOOLS, Aspect.PARALLEL_CALLS)
                        .given(Cassette.bytes("gemini/tools.sse"))
                        .says(
                                new Delta.CallBegun(0, 0, "call_1_0_0", "weather", Optional.of("CrsBAdHtim9hYmM=")),
                                arguments(0, "{\"city\":\"Köln\"}"),
                                call(1, "call_1_0_1", "clock"),
                                arguments(1, "{}"),
                                finished(StopReason.TOOL_CALLS))
                        .uses(new TokenUsage(80, 0, 0, 0, 24, 46, 0, 0, 0)),
                StreamCase.of("a signature that comes last", Aspect.REASONING)
                        .given(Cassette.events(piece("{\"text\":\"4\"}", "") + "\n"
                                + piece("{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}", "STOP")))
                        .says(text("4"), signature("gemini:c2ln"), finished(StopReason.STOP)),
                StreamCase.of("two candidates")
                        .given(Cassette.events("""
                                {"candidates":[{"content":{"parts":[{"text":"a"}]}},{"index":1,"content":{"parts":[{"text":"b"}]}}]}
                                {"candidates":[{"finishReason":"STOP"}]}
                                {"candidates":[{"finishReason":"MAX_TOKENS","index":1}]}"""))
                        .says(
                                text("a"),
                                new Delta.Text(1, "b"),
                                finished(StopReason.STOP),
                                new Delta.Finished(1, StopReason.LENGTH, Optional.empty())),
                StreamCase.of("a chunk after the end")
                        .given(Cassette.events(
                                piece("{\"text\":\"4\"}", "STOP") + "\n" + piece("{\"text\":\"\"}", "STOP")))
                        .says(text("4"), finished(StopReason.STOP)),
                StreamCase.of("a prompt that was blocked", Aspect.STOP_REASONS)
                        .given(Cassette.events("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"))
                        .fails(FaultCode.CONTENT_FILTER),
                StreamCase.of("a malformed call", Aspect.STOP_REASONS)
                        .given(Cassette.events("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}"))
                        .fails(FaultCode.PROVIDER_ERROR),
                StreamCase.of("a cut", Aspect.USAGE)
                        .given(Cassette.events("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":4,\"totalTokenCount\":4}}"))
                        .says(text("a"))
                        .usesUnknown()
                        .isCut(),
                StreamCase.of("an error event", Aspect.ERROR_EVENT)
                        .given(Cassette.events(piece("{\"text\":\"a\"}", "")
                                + "\n{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}"))
                        .says(text("a"))
                        .fails(FaultCode.PROVIDER_ERROR)));
        STOPS.forEach((word, reason) -> cases.add(StreamCase.of("ends with " + word, Aspect.STOP_REASONS)
                .given(Cassette.events(piece("{\"text\":\"x\"}", word)))
                .says(text("x"), finished(reason))));
        return cases;
    }

    private static String piece(String parts, String finish) {
        String end = finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"";
        return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "],\"role\":\"model\"}" + end + ",\"index\":0}]}";
    }
}
