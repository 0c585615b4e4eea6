package io.signalbox.dialect.cohere;

import io.signalbox.catalog.Capabilities;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;

/** What goes to Cohere for what was asked. */
final class CohereRequestCases {

    private static final Capabilities UNREASONING = new Capabilities(true, true, true, false);
    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object"}}},
             {"type":"function","function":{"name":"g","parameters":{"type":"object"}}}]""";
    private static final String TURNS = """
            "messages":[{"role":"user","content":"And?"},
             {"role":"assistant","content":"Let me see.","reasoning_content":"hm","tool_calls":[
              {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
              {"id":"b","type":"function","function":{"name":"g","arguments":""}}]},
             {"role":"tool","tool_call_id":"a","content":"{\\"temp\\":21.50}"},
             {"role":"tool","tool_call_id":"b","content":"sunny"}]""";

    private CohereRequestCases() {}

    static List<RequestCase> all() {
        List<RequestCase> all = new ArrayList<>(messages());
        all.addAll(options());
        return all;
    }

    private static List<RequestCase> messages() {
        return List.of(
                RequestCase.of("text", Aspect.TEXT)
                        .asks(Asked.PLAIN)
                        .path("/v2/chat")
                        .header("authorization", "Bearer secret-key")
                        .writes("""
                        {"model":"upstream-model","stream":false,"messages":[{"role":"user","content":"Hi"}],"max_tokens":4096}"""),
                RequestCase.of("a stream with a limit", Aspect.TEXT)
                        .asks(Asked.plainWith("\"max_tokens\":50").limit(40).streamed())
                        .writes("/stream", "true")
                        .writes("/max_tokens", "40"),
                RequestCase.of("a conversation", Aspect.SYSTEM, Aspect.MULTI_TURN)
                        .asks("""
                        "messages":[{"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},
                         {"role":"user","content":"Hi","name":"ann"},{"role":"assistant","content":"Hello"},
                         {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]""")
                        .writes("/messages", """
                        [{"role":"system","content":"Be brief."},{"role":"system","content":"Be kind."},
                         {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},
                         {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]"""),
                RequestCase.of("calls and results", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS, Aspect.REASONING)
                        .asks(TURNS)
                        .writes("/messages", """
                        [{"role":"user","content":"And?"},
                         {"role":"assistant","content":[{"type":"thinking","thinking":"hm"}],"tool_plan":"Let me see.","tool_calls":[
                          {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                          {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"a","content":[{"type":"document","document":{"data":{"temp":21.50}}}]},
                         {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"sunny"}]}]"""),
                RequestCase.of("thoughts for a model that has none", Aspect.REASONING)
                        .asks(Asked.of(TURNS).capable(UNREASONING))
                        .omits("/messages/1/content"),
                RequestCase.of("signed thoughts are another's", Aspect.REASONING)
                        .asks("""
                        "messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[
                          {"type":"reasoning.text","text":"hm","signature":"c2ln"},{"type":"reasoning.encrypted","data":"eHl6"}]},
                         {"role":"user","content":"c"}]""")
                        .writes("/messages/1", """
                        {"role":"assistant","content":"b"}"""),
                RequestCase.of("images", Aspect.IMAGES).asks("""
                        "messages":[{"role":"user","content":[{"type":"text","text":"What?"},
                         {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}},
                         {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]""").writes("/messages/0/content", """
                        [{"type":"text","text":"What?"},
                         {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}},
                         {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]"""),
                RequestCase.of("files").asks("""
                        "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]""").refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"));
    }

    private static List<RequestCase> options() {
        return List.of(
                RequestCase.of("tools", Aspect.TOOLS)
                        .asks(Asked.plainWith(TOOLS))
                        .writes("/tools", """
                        [{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},
                         {"type":"function","function":{"name":"g","parameters":{"type":"object"}}}]""")
                        .omits("/strict_tools")
                        .omits("/tool_choice"),
                RequestCase.of("some tool", Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith(TOOLS + ",\"tool_choice\":\"required\""))
                        .writes("/tool_choice", "\"REQUIRED\""),
                RequestCase.of("no tool", Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith(TOOLS + ",\"tool_choice\":\"none\""))
                        .writes("/tool_choice", "\"NONE\""),
                RequestCase.of("a certain, strict tool", Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith(
                                TOOLS + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"))
                        .writes("/tool_choice", "\"REQUIRED\"")
                        .writes("/tools/0/function/name", "\"f\"")
                        .writes("/strict_tools", "true")
                        .omits("/tools/1"),
                RequestCase.of("JSON", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                        .writes("/response_format", "{\"type\":\"json_object\"}"),
                RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("""
                        "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}"""))
                        .writes("/response_format", """
                        {"type":"json_object","json_schema":{"type":"object"}}"""),
                RequestCase.of("JSON beside tools", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(TOOLS + ",\"response_format\":{\"type\":\"json_object\"}"))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "response_format"),
                RequestCase.of("sampling", Aspect.SAMPLING)
                        .asks(Asked.plainWith("""
                        "temperature":0.5,"top_p":0.999,"top_k":40,"seed":7,"frequency_penalty":0.1,"presence_penalty":0.2,
                        "stop":["END"],"max_tokens":77"""))
                        .writes("""
                        {"model":"upstream-model","stream":false,"messages":[{"role":"user","content":"Hi"}],"max_tokens":77,
                         "temperature":0.5,"p":0.99,"k":40,"seed":7,"frequency_penalty":0.1,"presence_penalty":0.2,
                         "stop_sequences":["END"]}"""),
                RequestCase.of("all of the probability mass", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"top_p\":1"))
                        .omits("/p"),
                RequestCase.of("thinking", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"medium\""))
                        .writes("/thinking", "{\"type\":\"enabled\",\"token_budget\":2000}"),
                RequestCase.of("thinking with hardly any room", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"low\",\"max_tokens\":100"))
                        .writes("/thinking", "{\"type\":\"enabled\",\"token_budget\":99}"),
                RequestCase.of("no thinking", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"none\""))
                        .writes("/thinking", "{\"type\":\"disabled\"}"));
    }
}
