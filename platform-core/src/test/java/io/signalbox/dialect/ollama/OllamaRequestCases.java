package io.signalbox.dialect.ollama;

import io.signalbox.catalog.Capabilities;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;

/** What goes out to Ollama. */
final class OllamaRequestCases {

    private static final String TOOL = """
            {"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}}""";

    private OllamaRequestCases() {}

    static List<RequestCase> all() {
        List<RequestCase> cases = new ArrayList<>(List.of(
                RequestCase.of("a question", Aspect.TEXT)
                        .asks(Asked.PLAIN)
                        .path("/api/chat")
                        .header("authorization", "Bearer secret-key")
                        .writes("""
                                {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"stream":false,
                                "truncate":false,"shift":false,"options":{"num_predict":4096}}"""),
                RequestCase.of("a stream with a limit", Aspect.TEXT)
                        .asks(Asked.plainWith("\"max_tokens\":50").limit(40).streamed())
                        .header("accept", "application/x-ndjson")
                        .writes("/stream", "true")
                        .writes("/options/num_predict", "40"),
                conversation(),
                RequestCase.of("JSON mode", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                        .writes("/format", "\"json\""),
                RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("""
                                "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}"""))
                        .writes("/format", "{\"type\":\"object\"}"),
                RequestCase.of("sampling", Aspect.SAMPLING)
                        .asks(Asked.plainWith("""
                                "temperature":0.20,"top_p":0.9,"top_k":40,"seed":7,"frequency_penalty":0.5,"presence_penalty":-0.5,
                                "stop":["A","B"],"logprobs":true,"top_logprobs":3"""))
                        .writes("/options", """
                                {"num_predict":4096,"temperature":0.20,"top_p":0.9,"top_k":40,"seed":7,"presence_penalty":-0.5,
                                "frequency_penalty":0.5,"stop":["A","B"]}""")
                        .writes("/logprobs", "true")
                        .writes("/top_logprobs", "3")));
        cases.addAll(toolCases());
        cases.addAll(imageCases());
        cases.addAll(reasoningCases());
        return cases;
    }

    private static RequestCase conversation() {
        return RequestCase.of("a conversation", Aspect.SYSTEM, Aspect.MULTI_TURN)
                .asks("""
                        "messages":[{"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},
                        {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]},
                        {"role":"assistant","content":"C","reasoning_content":"hm"},{"role":"user","content":"D"}]""")
                .writes("/messages", """
                        [{"role":"system","content":"Be brief."},{"role":"system","content":"Be kind."},
                        {"role":"user","content":"A\\nB"},{"role":"assistant","content":"C","thinking":"hm"},
                        {"role":"user","content":"D"}]""");
    }

    private static List<RequestCase> toolCases() {
        return List.of(
                RequestCase.of("a tool", Aspect.TOOLS)
                        .asks(Asked.plainWith("\"tools\":[" + TOOL + "]"))
                        .writes("/tools", "[" + TOOL + "]"),
                RequestCase.of("a tool that must not be called", Aspect.TOOLS)
                        .asks(Asked.plainWith("\"tool_choice\":\"none\",\"tools\":[" + TOOL + "]"))
                        .omits("/tools"),
                RequestCase.of("calls and their results", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS)
                        .asks("""
                                "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[
                                {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                                {"id":"b","type":"function","function":{"name":"g","arguments":""}}]},
                                {"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":[
                                {"type":"text","text":"2"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]}]""")
                        .writes("/messages", """
                                [{"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":[
                                {"id":"a","function":{"name":"f","arguments":{"x":1}}},{"id":"b","function":{"name":"g","arguments":{}}}]},
                                {"role":"tool","content":"1","tool_name":"f","tool_call_id":"a"},
                                {"role":"tool","content":"2","tool_name":"g","tool_call_id":"b"},
                                {"role":"user","content":"","images":["iVBO"]}]"""),
                RequestCase.of("a result of no call")
                        .asks("\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"z\",\"content\":\"1\"}]")
                        .refuses(FaultCode.INVALID_REQUEST, "messages"));
    }

    private static List<RequestCase> imageCases() {
        return List.of(
                content("""
                        {"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}""").writes("/messages", "[{\"role\":\"user\",\"content\":\"What?\",\"images\":[\"iVBO\"]}]"),
                content("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}")
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"),
                content("{\"type\":\"file\",\"file\":{\"file_id\":\"file-abc\"}}")
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"));
    }

    private static RequestCase content(String parts) {
        return RequestCase.of("content " + parts, Aspect.IMAGES)
                .asks("\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]");
    }

    private static List<RequestCase> reasoningCases() {
        return List.of(
                effort("qwen3:8b", "low").writes("/think", "true"),
                effort("qwen3:8b", "none").writes("/think", "false"),
                effort("gpt-oss:20b", "none").writes("/think", "\"low\""),
                effort("gpt-oss:20b", "medium").writes("/think", "\"medium\""),
                effort("gpt-oss:20b", "xhigh").writes("/think", "\"high\""),
                RequestCase.of("no effort", Aspect.REASONING).asks(Asked.PLAIN).omits("/think"),
                RequestCase.of("an effort for a model that does not think", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"low\"")
                                .capable(new Capabilities(true, true, true, false)))
                        .omits("/think"));
    }

    private static RequestCase effort(String model, String effort) {
        return RequestCase.of(effort + " of " + model, Aspect.REASONING)
                .asks(Asked.plainWith("\"reasoning_effort\":\"" + effort + "\"").model(model));
    }
}
