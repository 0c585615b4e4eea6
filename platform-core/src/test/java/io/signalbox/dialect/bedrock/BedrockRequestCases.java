package io.signalbox.dialect.bedrock;

import io.signalbox.chat.CacheMark;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.Tool;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What goes to Converse for what was asked. */
final class BedrockRequestCases {

    private static final String CLAUDE = "anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String WEATHER = """
            "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.",
             "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]""";
    private static final String CALLED = """
            "messages":[{"role":"user","content":"And?"},
             {"role":"assistant","content":null,"tool_calls":[
              {"id":"call.1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}},
              {"id":"call_2","type":"function","function":{"name":"clock","arguments":""}}]},
             {"role":"tool","tool_call_id":"call.1","content":"sunny"},
             {"role":"tool","tool_call_id":"call_2","content":"12:00"},
             {"role":"user","content":"So?"}]""";
    private static final String SCHEMA = """
            "response_format":{"type":"json_schema","json_schema":{"name":"city","description":"A city.","strict":true,
             "schema":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}}""";

    private BedrockRequestCases() {}

    static List<RequestCase> all() {
        List<RequestCase> all = new ArrayList<>(messages());
        all.addAll(media());
        all.addAll(tools());
        all.addAll(calls());
        all.addAll(schemas());
        all.addAll(options());
        all.addAll(BedrockModelCases.all());
        return all;
    }

    private static Asked claude(String members) {
        return Asked.plainWith(members).model(CLAUDE);
    }

    private static List<RequestCase> messages() {
        return List.of(
                RequestCase.of("text", Aspect.TEXT)
                        .asks(Asked.PLAIN)
                        .path("/model/upstream-model/converse")
                        .writes("""
                        {"messages":[{"role":"user","content":[{"text":"Hi"}]}],
                         "inferenceConfig":{"maxTokens":4096}}"""),
                RequestCase.of("instructions go to the front", Aspect.SYSTEM)
                        .asks("""
                        "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},
                         {"role":"developer","content":"In Latin."}]""")
                        .writes("/system", """
                        [{"text":"Be brief."},{"text":"In Latin."}]""")
                        .writes("/messages", """
                        [{"role":"user","content":[{"text":"Hi"}]}]"""),
                RequestCase.of("roles alternate", Aspect.MULTI_TURN).asks("""
                        "messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"b"}]},
                         {"role":"assistant","content":"c"},{"role":"user","content":" "},{"role":"assistant","content":"d"},
                         {"role":"user","content":"e"}]""").writes("/messages", """
                        [{"role":"user","content":[{"text":"a"},{"text":"b"}]},
                         {"role":"assistant","content":[{"text":"c"},{"text":"d"}]},
                         {"role":"user","content":[{"text":"e"}]}]"""),
                RequestCase.of("nothing but blanks")
                        .asks("\"messages\":[{\"role\":\"user\",\"content\":\" \"}]")
                        .refuses(FaultCode.INVALID_REQUEST, "messages"),
                RequestCase.of("signed thoughts go back, others do not", Aspect.REASONING)
                        .asks("""
                        "messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[
                          {"type":"reasoning.text","text":"hm","signature":"c2ln"},
                          {"type":"reasoning.text","text":"unsigned"},{"type":"reasoning.encrypted","data":"eHl6"}]},
                         {"role":"user","content":"c"}]""")
                        .writes("/messages/1/content", """
                        [{"reasoningContent":{"reasoningText":{"text":"hm","signature":"c2ln"}}},
                         {"reasoningContent":{"redactedContent":"eHl6"}},{"text":"b"}]"""),
                RequestCase.of("cache marks")
                        .asks(Asked.plainWith(WEATHER).model(CLAUDE).changed(BedrockRequestCases::marked))
                        .writes("/messages/0/content", """
                        [{"text":"Hi"},{"cachePoint":{"type":"default","ttl":"1h"}}]""")
                        .writes("/toolConfig/tools/1", "{\"cachePoint\":{\"type\":\"default\",\"ttl\":\"1h\"}}"),
                RequestCase.of("cache marks where only messages are cached")
                        .asks(Asked.plainWith(WEATHER)
                                .model("us.amazon.nova-pro-v1:0")
                                .changed(BedrockRequestCases::marked))
                        .writes("/messages/0/content/1", "{\"cachePoint\":{\"type\":\"default\"}}")
                        .omits("/toolConfig/tools/1"),
                RequestCase.of("cache marks where nothing is cached")
                        .asks(Asked.plainWith(WEATHER)
                                .model("meta.llama3-1-70b-instruct-v1:0")
                                .changed(BedrockRequestCases::marked))
                        .omits("/messages/0/content/1")
                        .omits("/toolConfig/tools/1"));
    }

    private static ChatRequest marked(ChatRequest from) {
        Optional<CacheMark> mark = Optional.of(new CacheMark(Optional.of("1h")));
        List<Message> messages = List.of(Message.of(Message.Role.USER, List.of(new Part.Text("Hi", mark))));
        List<Tool> tools = from.tools().stream()
                .map(it -> new Tool(it.name(), it.description(), it.parameters(), it.strict(), mark))
                .toList();
        return new ChatRequest(
                messages,
                tools,
                from.toolChoice(),
                from.format(),
                from.reasoning(),
                from.sampling(),
                from.outputLimit(),
                from.hints(),
                from.extra());
    }

    private static List<RequestCase> media() {
        return List.of(
                RequestCase.of("images", Aspect.IMAGES).asks("""
                        "messages":[{"role":"user","content":[{"type":"text","text":"What?"},
                         {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AAAA"}}]}]""").writes("/messages/0/content/1", """
                        {"image":{"format":"jpeg","source":{"bytes":"AAAA"}}}"""),
                RequestCase.of("images from a URL").asks("""
                        "messages":[{"role":"user","content":[
                         {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]""").refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"),
                RequestCase.of("images of a foreign kind")
                        .asks("""
                        "messages":[{"role":"user","content":[
                         {"type":"image_url","image_url":{"url":"data:image/tiff;base64,AAAA"}}]}]""")
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"),
                RequestCase.of("documents with names that are allowed and unlike")
                        .asks("""
                        "messages":[{"role":"user","content":[{"type":"text","text":"Read"},
                         {"type":"file","file":{"filename":"Q1_report  (final).pdf","file_data":"data:application/pdf;base64,AAAA"}},
                         {"type":"file","file":{"filename":"Q1 report (final).md","file_data":"data:text/markdown;base64,BBBB"}},
                         {"type":"file","file":{"file_data":"data:text/plain;base64,CCCC"}}]}]""")
                        .writes("/messages/0/content", """
                        [{"text":"Read"},
                         {"document":{"name":"Q1 report (final)","format":"pdf","source":{"bytes":"AAAA"}}},
                         {"document":{"name":"Q1 report (final) 2","format":"md","source":{"bytes":"BBBB"}}},
                         {"document":{"name":"document","format":"txt","source":{"bytes":"CCCC"}}}]"""),
                RequestCase.of("documents by id").asks("""
                        "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]""").refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages"));
    }

    private static List<RequestCase> tools() {
        return List.of(
                RequestCase.of("tools", Aspect.TOOLS)
                        .asks(Asked.plainWith(WEATHER))
                        .writes("/toolConfig", """
                        {"tools":[{"toolSpec":{"name":"weather","description":"Tells it.","inputSchema":{"json":
                         {"type":"object","properties":{"city":{"type":"string"}}}}}}]}"""),
                RequestCase.of("some tool", Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith(WEATHER + ",\"tool_choice\":\"required\""))
                        .writes("/toolConfig/toolChoice", "{\"any\":{}}"),
                RequestCase.of("a certain tool", Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith(WEATHER
                                + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}"))
                        .writes("/toolConfig/toolChoice", "{\"tool\":{\"name\":\"weather\"}}"),
                RequestCase.of("no tool", Aspect.TOOL_CHOICE)
                        .asks(Asked.plainWith(WEATHER + ",\"tool_choice\":\"none\""))
                        .omits("/toolConfig"),
                RequestCase.of("no tool after calls of some", Aspect.TOOL_CHOICE)
                        .asks(CALLED + "," + WEATHER + ",\"tool_choice\":\"none\"")
                        .writes("/toolConfig/tools/0/toolSpec/name", "\"weather\"")
                        .omits("/toolConfig/toolChoice"));
    }

    private static List<RequestCase> calls() {
        return List.of(
                RequestCase.of("calls and results", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS)
                        .asks(CALLED + "," + WEATHER)
                        .writes("/messages", """
                        [{"role":"user","content":[{"text":"And?"}]},
                         {"role":"assistant","content":[
                          {"toolUse":{"toolUseId":"call_1","name":"weather","input":{"city":"Rome"}}},
                          {"toolUse":{"toolUseId":"call_2","name":"clock","input":{}}}]},
                         {"role":"user","content":[
                          {"toolResult":{"toolUseId":"call_1","content":[{"text":"sunny"}]}},
                          {"toolResult":{"toolUseId":"call_2","content":[{"text":"12:00"}]}},
                          {"text":"So?"}]}]"""),
                RequestCase.of("calls of tools that are no longer given", Aspect.TOOL_RESULTS)
                        .asks(CALLED)
                        .writes("/toolConfig", """
                        {"tools":[{"toolSpec":{"name":"weather","inputSchema":{"json":{"type":"object"}}}},
                                  {"toolSpec":{"name":"clock","inputSchema":{"json":{"type":"object"}}}}]}"""),
                RequestCase.of("a failed result with a picture", Aspect.TOOL_RESULTS)
                        .asks(Asked.PLAIN.changed(BedrockRequestCases::withFailedResults))
                        .writes("/messages/0/content", """
                        [{"toolResult":{"toolUseId":"a","content":[{"image":{"format":"png","source":{"bytes":"AAAA"}}}],
                          "status":"error"}},
                         {"toolResult":{"toolUseId":"b","content":[{"text":"(no output)"}],"status":"error"}}]"""),
                RequestCase.of("arguments that are no object")
                        .asks("""
                        "messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[
                         {"id":"1","type":"function","function":{"name":"weather","arguments":"[1"}}]},
                         {"role":"tool","tool_call_id":"1","content":"no"}]""")
                        .writes("/messages/1/content/0/toolUse/input", "{\"unparsed_arguments\":\"[1\"}"));
    }

    private static List<RequestCase> schemas() {
        return List.of(
                RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                        .asks(claude(SCHEMA))
                        .writes("/toolConfig/toolChoice", "{\"tool\":{\"name\":\"city\"}}")
                        .writes("/toolConfig/tools/0/toolSpec/inputSchema/json", """
                        {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}"""),
                RequestCase.of("a JSON schema beside tools", Aspect.JSON_SCHEMA)
                        .asks(claude(SCHEMA + "," + WEATHER))
                        .writes("/toolConfig/toolChoice", "{\"any\":{}}")
                        .writes("/toolConfig/tools/1/toolSpec/name", "\"city\""),
                RequestCase.of("any JSON", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                        .writes("/toolConfig/tools/0/toolSpec/inputSchema/json", """
                        {"type":"object","additionalProperties":true}"""));
    }

    private static ChatRequest withFailedResults(ChatRequest from) {
        Part picture = new Part.Image(new Media.Inline("image/png", "AAAA"), Optional.empty(), Optional.empty());
        List<Part> results = List.of(
                new Part.ToolResult("a", List.of(picture), true, Optional.empty()),
                new Part.ToolResult("b", List.of(Part.Text.of(" ")), true, Optional.empty()));
        return new ChatRequest(
                List.of(Message.of(Message.Role.TOOL, results)),
                from.tools(),
                from.toolChoice(),
                from.format(),
                from.reasoning(),
                from.sampling(),
                from.outputLimit(),
                from.hints(),
                from.extra());
    }

    private static List<RequestCase> options() {
        return List.of(
                RequestCase.of("sampling", Aspect.SAMPLING)
                        .asks(claude(
                                "\"temperature\":0.5,\"top_p\":0.9,\"top_k\":40,\"stop\":[\"END\"],\"max_tokens\":77"))
                        .writes("""
                        {"messages":[{"role":"user","content":[{"text":"Hi"}]}],
                         "inferenceConfig":{"maxTokens":77,"temperature":0.5,"topP":0.9,"stopSequences":["END"]},
                         "additionalModelResponseFieldPaths":["/stop_sequence"],
                         "additionalModelRequestFields":{"top_k":40}}"""),
                RequestCase.of("the limit that must go upstream", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"max_tokens\":77").limit(50))
                        .writes("/inferenceConfig", "{\"maxTokens\":50}"),
                RequestCase.of("an API key and a stream")
                        .asks(Asked.PLAIN.streamed().model(CLAUDE))
                        .path("/model/anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream")
                        .header("authorization", "Bearer secret-key")
                        .header("accept", "application/vnd.amazon.eventstream")
                        .header("content-type", "application/json"));
    }
}
