package io.signalbox.dialect.gemini;

import io.signalbox.catalog.Capabilities;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.Reasoning;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What goes out to Gemini. */
final class GeminiRequestCases {

    private static final String TOOL = "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";

    private GeminiRequestCases() {}

    static List<RequestCase> all() {
        List<RequestCase> cases = new ArrayList<>(List.of(
                RequestCase.of("a question", Aspect.TEXT)
                        .asks(Asked.PLAIN)
                        .path("/v1beta/models/upstream-model:generateContent")
                        .header("x-goog-api-key", "secret-key")
                        .writes("""
                                {"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":4096}}"""),
                RequestCase.of("a stream with a limit", Aspect.TEXT)
                        .asks(Asked.plainWith("\"max_tokens\":50").limit(40).streamed())
                        .path("/v1beta/models/upstream-model:streamGenerateContent?alt=sse")
                        .writes("/generationConfig/maxOutputTokens", "40"),
                RequestCase.of("a model whose name is given with its collection")
                        .asks(Asked.PLAIN.model("models/gemini-2.5-pro"))
                        .path("/v1beta/models/gemini-2.5-pro:generateContent"),
                RequestCase.of("a tuned model")
                        .asks(Asked.PLAIN.model("tunedModels/mine-1"))
                        .path("/v1beta/tunedModels/mine-1:generateContent"),
                RequestCase.of("a model whose name is no path")
                        .asks(Asked.PLAIN.model("../../x y?z#"))
                        .path("/v1beta/models/..%2F..%2Fx%20y%3Fz%23:generateContent"),
                conversation(),
                onlyInstructions(),
                RequestCase.of("blank messages alone")
                        .asks("\"messages\":[{\"role\":\"user\",\"content\":\" \"}]")
                        .refuses(FaultCode.INVALID_REQUEST, "messages")));
        cases.addAll(toolCases());
        cases.addAll(mediaCases());
        cases.addAll(configCases());
        cases.addAll(reasoningCases());
        cases.addAll(signatureCases());
        return cases;
    }

    private static RequestCase conversation() {
        return RequestCase.of("a conversation", Aspect.SYSTEM, Aspect.MULTI_TURN)
                .asks("""
                        "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi","name":"ann"},
                        {"role":"assistant","content":"Hello"},{"role":"developer","content":"Be kind."},
                        {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":""}]},
                        {"role":"user","content":"B"}]""")
                .writes("/systemInstruction", "{\"parts\":[{\"text\":\"Be brief.\"},{\"text\":\"Be kind.\"}]}")
                .writes("/contents", """
                        [{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Hello"}]},
                        {"role":"user","parts":[{"text":"A"},{"text":"B"}]}]""");
    }

    private static RequestCase onlyInstructions() {
        return RequestCase.of("an instruction alone is the user's", Aspect.SYSTEM)
                .asks("\"messages\":[{\"role\":\"system\",\"content\":\"Tell a joke.\"}]")
                .writes("/contents", "[{\"role\":\"user\",\"parts\":[{\"text\":\"Tell a joke.\"}]}]")
                .omits("/systemInstruction");
    }

    private static List<RequestCase> toolCases() {
        return List.of(
                RequestCase.of("a tool that must be called", Aspect.TOOLS, Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith("""
                                "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                                "parameters":{"type":"object","properties":{"x":{"$ref":"#/$defs/X"}},"additionalProperties":false}}}],
                                "tool_choice":{"type":"function","function":{"name":"f"}}"""))
                        .writes("/tools", """
                                [{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":
                                {"type":"object","properties":{"x":{"$ref":"#/$defs/X"}},"additionalProperties":false}}]}]""")
                        .writes("/toolConfig", """
                                {"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}"""),
                choice("\"required\"").writes("/toolConfig", "{\"functionCallingConfig\":{\"mode\":\"ANY\"}}"),
                choice("\"none\"").writes("/toolConfig", "{\"functionCallingConfig\":{\"mode\":\"NONE\"}}"),
                choice("\"auto\"").omits("/toolConfig"),
                RequestCase.of("calls and their results", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS)
                        .asks("""
                                "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Wait.","tool_calls":[
                                {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                                {"id":"b","type":"function","function":{"name":"g","arguments":""}}]},
                                {"role":"tool","tool_call_id":"a","content":"1"},
                                {"role":"tool","tool_call_id":"b","content":"{\\"y\\":2}"},{"role":"user","content":"So?"}]""")
                        .writes("/contents", """
                                [{"role":"user","parts":[{"text":"Hi"}]},
                                {"role":"model","parts":[{"text":"Wait."},{"functionCall":{"id":"a","name":"f","args":{"x":1}}},
                                {"functionCall":{"id":"b","name":"g","args":{}}}]},
                                {"role":"user","parts":[{"functionResponse":{"id":"a","name":"f","response":{"output":"1"}}},
                                {"functionResponse":{"id":"b","name":"g","response":{"output":"{\\"y\\":2}"}}}]},
                                {"role":"user","parts":[{"text":"So?"}]}]"""),
                RequestCase.of("a result that is an error and an image", Aspect.TOOL_RESULTS, Aspect.IMAGES)
                        .asks(Asked.of(called("")).changed(GeminiRequestCases::withFailedResult))
                        .writes("/contents/2/parts", """
                                [{"functionResponse":{"id":"a","name":"f","response":{"error":"No.\\nSee:"}}},
                                {"fileData":{"mimeType":"image/png","fileUri":"https://example.com/a.png"}}]"""),
                RequestCase.of("a result of no call")
                        .asks("\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"z\",\"content\":\"1\"}]")
                        .refuses(FaultCode.INVALID_REQUEST, "messages"),
                RequestCase.of("a call whose arguments are a list", Aspect.MULTI_TURN)
                        .asks(called("").replace("\"{}\"", "\"[1]\""))
                        .writes("/contents/1/parts/0/functionCall/args", "{\"unparsed_arguments\":\"[1]\"}"),
                RequestCase.of("a call whose arguments are no JSON", Aspect.MULTI_TURN)
                        .asks(called("").replace("\"{}\"", "\"{x\""))
                        .writes("/contents/1/parts/0/functionCall/args", "{\"unparsed_arguments\":\"{x\"}"));
    }

    private static RequestCase choice(String choice) {
        return RequestCase.of("the tool choice " + choice, Aspect.TOOL_CHOICE)
                .asks(Asked.plainWith("\"tools\":[" + TOOL + "],\"tool_choice\":" + choice));
    }

    /** A call of {@code f} without its result; {@code members} are the call's. */
    private static String called(String members) {
        return """
                "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[
                {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}""" + members + "}]}]";
    }

    private static ChatRequest withFailedResult(ChatRequest request) {
        Part image = new Part.Image(new Media.Url("https://example.com/a.png"), Optional.empty(), Optional.empty());
        Part result = new Part.ToolResult(
                "a", List.of(Part.Text.of("No."), Part.Text.of("See:"), image), true, Optional.empty());
        return with(request, Message.of(Message.Role.TOOL, List.of(result)));
    }

    private static List<RequestCase> mediaCases() {
        return List.of(
                media(
                                "an image's bytes",
                                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBO\"}}")
                        .writes(
                                "/contents/0/parts/0",
                                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBO\"}}"),
                media("an image's URL", """
                        {"type":"image_url","image_url":{"url":"https://example.com/a.JPG?x=.png#y","detail":"low"}}""").writes("/contents/0/parts/0", """
                                {"fileData":{"mimeType":"image/jpeg","fileUri":"https://example.com/a.JPG?x=.png#y"}}"""),
                media("an image's URL that tells no type", """
                        {"type":"image_url","image_url":{"url":"https://example.com/a"}}""")
                        .writes("/contents/0/parts/0", "{\"fileData\":{\"fileUri\":\"https://example.com/a\"}}"),
                media("an image that is nowhere", """
                        {"type":"image_url","image_url":{"url":"ftp://example.com/a"}}""").refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"),
                media("sound", "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"mp3\",\"data\":\"QUJD\"}}")
                        .writes(
                                "/contents/0/parts/0",
                                "{\"inlineData\":{\"mimeType\":\"audio/mp3\",\"data\":\"QUJD\"}}"),
                media("a PDF", """
                        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}""").writes("/contents/0/parts/0", """
                                {"inlineData":{"mimeType":"application/pdf","data":"JVBE"}}"""),
                media("a file Gemini holds", "{\"type\":\"file\",\"file\":{\"file_id\":\"files/abc\"}}")
                        .writes("/contents/0/parts/0", """
                                {"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc"}}"""),
                media("a file another provider holds", "{\"type\":\"file\",\"file\":{\"file_id\":\"file-abc\"}}")
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"));
    }

    private static RequestCase media(String name, String part) {
        return RequestCase.of(name, Aspect.IMAGES)
                .asks("\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]");
    }

    private static List<RequestCase> configCases() {
        return List.of(
                RequestCase.of("JSON mode", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                        .writes("/generationConfig", """
                                {"maxOutputTokens":4096,"responseMimeType":"application/json"}"""),
                RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("""
                                "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,
                                "schema":{"type":"object","additionalProperties":false}}}"""))
                        .writes("/generationConfig", """
                                {"maxOutputTokens":4096,"responseMimeType":"application/json",
                                "responseJsonSchema":{"type":"object","additionalProperties":false}}"""),
                toolsAndJson("gemini-2.5-flash").refuses(FaultCode.UNSUPPORTED_PARAMETER, "response_format"),
                toolsAndJson("gemini-3-flash-preview")
                        .writes("/generationConfig/responseMimeType", "\"application/json\""),
                RequestCase.of("sampling", Aspect.SAMPLING)
                        .asks(Asked.plainWith("""
                                "temperature":0.20,"top_p":0.9,"top_k":40,"seed":7,"frequency_penalty":0.5,"presence_penalty":-0.5,
                                "stop":["A","B"],"n":2,"logprobs":true,"top_logprobs":3"""))
                        .writes("/generationConfig", """
                                {"maxOutputTokens":4096,"temperature":0.20,"topP":0.9,"topK":40,"seed":7,"presencePenalty":-0.5,
                                "frequencyPenalty":0.5,"stopSequences":["A","B"],"candidateCount":2,"responseLogprobs":true,"logprobs":3}"""),
                RequestCase.of("a seed beyond 31 bits", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"seed\":-9007199254740991"))
                        .writes("/generationConfig/seed", "2145386497"),
                RequestCase.of("too many stop sequences", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]"))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "stop"),
                RequestCase.of("hints")
                        .asks(Asked.plainWith("\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"store\":false"))
                        .writes("""
                                {"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":4096}}"""));
    }

    private static RequestCase toolsAndJson(String model) {
        return RequestCase.of("tools and JSON for " + model, Aspect.JSON_SCHEMA, Aspect.TOOLS)
                .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"},\"tools\":[" + TOOL + "]")
                        .model(model));
    }

    private static List<RequestCase> reasoningCases() {
        return List.of(
                effort("gemini-2.5-flash", "low").writes("{\"thinkingBudget\":1024,\"includeThoughts\":true}"),
                effort("gemini-2.5-flash", "none").writes("{\"thinkingBudget\":0}"),
                effort("gemini-2.5-pro", "none").writes("{\"thinkingBudget\":128}"),
                effort("gemini-3-flash-preview", "none").writes("{\"thinkingLevel\":\"minimal\"}"),
                effort("gemini-3-pro-preview", "minimal")
                        .writes("{\"thinkingLevel\":\"low\",\"includeThoughts\":true}"),
                effort("gemini-3-pro-preview", "medium")
                        .writes("{\"thinkingLevel\":\"high\",\"includeThoughts\":true}"),
                effort("gemini-3.1-pro-preview", "medium")
                        .writes("{\"thinkingLevel\":\"medium\",\"includeThoughts\":true}"),
                effort("gemini-flash-latest", "xhigh").writes("{\"thinkingLevel\":\"high\",\"includeThoughts\":true}"),
                new Think("a budget beyond Flash", thinking("gemini-2.5-flash", 30_000, Optional.of(false)))
                        .writes("{\"thinkingBudget\":24576}"),
                new Think("a budget as a level", thinking("gemini-3-flash-preview", 2_000, Optional.of(true)))
                        .writes("{\"thinkingLevel\":\"medium\",\"includeThoughts\":true}"),
                new Think("thoughts to be seen", thinking("gemini-2.5-flash", 0, Optional.of(true)))
                        .writes("{\"includeThoughts\":true}"),
                RequestCase.of("an effort for a model that does not think", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"low\"")
                                .capable(new Capabilities(true, true, true, false)))
                        .omits("/generationConfig/thinkingConfig"));
    }

    private record Think(String name, Asked asked) {

        RequestCase writes(String config) {
            return RequestCase.of(name, Aspect.REASONING)
                    .asks(asked)
                    .writes("/generationConfig/thinkingConfig", config);
        }
    }

    private static Think effort(String model, String effort) {
        return new Think(
                effort + " of " + model,
                Asked.plainWith("\"reasoning_effort\":\"" + effort + "\"").model(model));
    }

    private static Asked thinking(String model, long budget, Optional<Boolean> shown) {
        return Asked.PLAIN
                .model(model)
                .changed(request -> with(request, new Reasoning(Optional.empty(), budget, shown)));
    }

    private static List<RequestCase> signatureCases() {
        String signed = ",\"extra_content\":{\"google\":{\"thought_signature\":\"c2ln\"}}";
        return List.of(
                RequestCase.of("a signed call", Aspect.REASONING)
                        .asks(called(signed))
                        .writes("/contents/1/parts", """
                                [{"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"c2ln"}]"""),
                RequestCase.of("calls of another model", Aspect.REASONING)
                        .asks(Asked.of(
                                        called(
                                                ""
                                                        + "},{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}"))
                                .model("gemini-3-flash-preview"))
                        .writes("/contents/1/parts", """
                                [{"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},
                                {"functionCall":{"id":"b","name":"g","args":{}}}]"""),
                thoughts(new Part.Thinking("hm", Optional.empty()), new Part.Thinking("", Optional.of("gemini:c2ln")))
                        .writes("/contents/1/parts", "[{\"text\":\"4\",\"thoughtSignature\":\"c2ln\"}]"),
                thoughts(new Part.Thinking("hm", Optional.of("gemini:c2ln"))).writes("/contents/1/parts", """
                                [{"text":"hm","thought":true,"thoughtSignature":"c2ln"},{"text":"4"}]"""),
                thoughts(new Part.Thinking("hm", Optional.of("another's")), new Part.RedactedThinking("zz"))
                        .writes("/contents/1/parts", "[{\"text\":\"4\"}]"));
    }

    private static RequestCase thoughts(Part... thoughts) {
        return RequestCase.of("thoughts " + List.of(thoughts), Aspect.REASONING).asks(Asked.PLAIN.changed(request -> {
            List<Part> parts = new ArrayList<>(List.of(thoughts));
            parts.add(Part.Text.of("4"));
            return with(request, Message.of(Message.Role.ASSISTANT, parts));
        }));
    }

    private static ChatRequest with(ChatRequest request, Message more) {
        List<Message> messages = new ArrayList<>(request.messages());
        messages.add(more);
        return new ChatRequest(
                messages,
                request.tools(),
                request.toolChoice(),
                request.format(),
                request.reasoning(),
                request.sampling(),
                request.outputLimit(),
                request.hints(),
                request.extra());
    }

    private static ChatRequest with(ChatRequest request, Reasoning reasoning) {
        return new ChatRequest(
                request.messages(),
                request.tools(),
                request.toolChoice(),
                request.format(),
                reasoning,
                request.sampling(),
                request.outputLimit(),
                request.hints(),
                request.extra());
    }
}
