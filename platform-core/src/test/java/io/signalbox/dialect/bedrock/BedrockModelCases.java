package io.signalbox.dialect.bedrock;

import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;

/** What depends on who made the model. */
final class BedrockModelCases {

    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String ADAPTIVE = "global.anthropic.claude-opus-4-7-v1";
    private static final String NOVA = "us.amazon.nova-2-lite-v1:0";
    private static final String LLAMA = "meta.llama3-1-70b-instruct-v1:0";
    private static final String JSON = "\"response_format\":{\"type\":\"json_object\"}";
    private static final String TOOL = """
            "tools":[{"type":"function","function":{"name":"f"}}]""";

    private BedrockModelCases() {}

    static List<RequestCase> all() {
        List<RequestCase> all = new ArrayList<>(sampling());
        all.addAll(thinking());
        all.addAll(answering());
        all.addAll(turns());
        return all;
    }

    private static RequestCase inference(String name, String model, String members, String inference) {
        return RequestCase.of(name, Aspect.SAMPLING)
                .asks(Asked.plainWith(members).model(model))
                .writes("/inferenceConfig", inference);
    }

    private static List<RequestCase> sampling() {
        return List.of(
                inference(
                        "a temperature above Anthropic's",
                        CLAUDE,
                        "\"temperature\":1.5",
                        "{\"maxTokens\":4096,\"temperature\":1}"),
                inference(
                        "a temperature that changes nothing",
                        CLAUDE,
                        "\"temperature\":1,\"top_p\":0.5",
                        "{\"maxTokens\":4096,\"topP\":0.5}"),
                inference(
                        "a top_p that changes nothing",
                        CLAUDE,
                        "\"temperature\":0.5,\"top_p\":1.0",
                        "{\"maxTokens\":4096,\"temperature\":0.5}"),
                inference(
                        "what other models take",
                        LLAMA,
                        "\"temperature\":1.5,\"top_p\":1,\"stop\":[\" \"]",
                        "{\"maxTokens\":4096,\"temperature\":1.5,\"topP\":1,\"stopSequences\":[\" \"]}"),
                RequestCase.of("a stop Anthropic does not know")
                        .asks(Asked.plainWith("\"stop\":[\" \"]").model(CLAUDE))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "stop"),
                RequestCase.of("top_k of a Nova model", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"top_k\":40").model(NOVA))
                        .writes("/additionalModelRequestFields", "{\"inferenceConfig\":{\"topK\":40}}"),
                RequestCase.of("top_k of a Cohere model", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"top_k\":40").model("cohere.command-r-plus-v1:0"))
                        .writes("/additionalModelRequestFields", "{\"k\":40}"),
                RequestCase.of("top_k of a model that has none", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"top_k\":40").model(LLAMA))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "top_k"));
    }

    private static List<RequestCase> thinking() {
        return List.of(
                RequestCase.of("thinking of an Anthropic model", Aspect.REASONING)
                        .asks(Asked.plainWith(
                                        "\"reasoning_effort\":\"medium\",\"temperature\":0.5,\"top_p\":0.97,\"top_k\":4")
                                .model(CLAUDE))
                        .writes("/inferenceConfig", "{\"maxTokens\":4096,\"topP\":0.97}")
                        .writes("/additionalModelRequestFields", """
                        {"thinking":{"type":"enabled","budget_tokens":2000}}"""),
                RequestCase.of("thinking without room", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"high\",\"max_tokens\":1024,\"temperature\":0.5")
                                .model(CLAUDE))
                        .writes("/inferenceConfig", "{\"maxTokens\":1024,\"temperature\":0.5}")
                        .omits("/additionalModelRequestFields"),
                RequestCase.of("thinking by effort", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"minimal\"")
                                .model(ADAPTIVE))
                        .writes("/additionalModelRequestFields", """
                        {"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}"""),
                RequestCase.of("no thinking before a call that must be", Aspect.REASONING)
                        .asks(Asked.plainWith(TOOL + ",\"tool_choice\":\"required\",\"reasoning_effort\":\"high\"")
                                .model(CLAUDE))
                        .writes("/toolConfig/toolChoice", "{\"any\":{}}")
                        .omits("/additionalModelRequestFields"),
                RequestCase.of("no thinking after calls without thoughts", Aspect.REASONING)
                        .asks(Asked.of("""
                        "messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[
                         {"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"1","content":"x"}],"reasoning_effort":"high",""" + TOOL).model(CLAUDE))
                        .omits("/additionalModelRequestFields"),
                RequestCase.of("thinking of a Nova model", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"high\",\"temperature\":0.5")
                                .model(NOVA))
                        .writes("/inferenceConfig", "{\"maxTokens\":4096,\"temperature\":0.5}")
                        .writes("/additionalModelRequestFields", """
                        {"reasoningConfig":{"type":"enabled","maxReasoningEffort":"high"}}"""),
                RequestCase.of("thinking of an open OpenAI model", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"minimal\"")
                                .model("openai.gpt-oss-120b-1:0"))
                        .writes("/additionalModelRequestFields", "{\"reasoning_effort\":\"low\"}"),
                RequestCase.of("thinking that cannot be told", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"high\"").model("deepseek.r1-v1:0"))
                        .omits("/additionalModelRequestFields"));
    }

    private static List<RequestCase> answering() {
        return List.of(
                RequestCase.of("JSON of a model that can be made to call some tool", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(JSON).model("mistral.mistral-large-2407-v1:0"))
                        .writes("/toolConfig/toolChoice", "{\"any\":{}}")
                        .writes("/toolConfig/tools/0/toolSpec/name", "\"json_answer\""),
                RequestCase.of("JSON of a model that cannot be made to call", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(JSON).model(LLAMA))
                        .omits("/toolConfig/toolChoice"),
                RequestCase.of("JSON instead of thinking", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(JSON + ",\"reasoning_effort\":\"high\"")
                                .model(CLAUDE))
                        .writes("/toolConfig/toolChoice", "{\"tool\":{\"name\":\"json_answer\"}}")
                        .omits("/additionalModelRequestFields"),
                RequestCase.of("a call that must be instead of JSON", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(TOOL + "," + JSON + ",\"tool_choice\":\"required\"")
                                .model(CLAUDE))
                        .omits("/toolConfig/tools/1"),
                RequestCase.of("JSON by a name that is taken", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(TOOL + """
                        ,"response_format":{"type":"json_schema","json_schema":{"name":"f","schema":{"properties":{}}}}"""))
                        .writes("/toolConfig/tools/1/toolSpec/name", "\"f_\"")
                        .writes("/toolConfig/tools/1/toolSpec/inputSchema/json", """
                        {"type":"object","properties":{}}"""),
                RequestCase.of("JSON that is no object", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("""
                        "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"array"}}}"""))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "response_format.json_schema.schema"));
    }

    private static List<RequestCase> turns() {
        return List.of(
                RequestCase.of("nothing but instructions", Aspect.SYSTEM)
                        .asks(
                                "\"messages\":[{\"role\":\"system\",\"content\":\"a\"},{\"role\":\"system\",\"content\":\"b\"}]")
                        .writes("/system", "[{\"text\":\"a\"}]")
                        .writes("/messages", "[{\"role\":\"user\",\"content\":[{\"text\":\"b\"}]}]"),
                RequestCase.of("the beginning of an answer", Aspect.MULTI_TURN)
                        .asks(
                                "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"So: \"}]")
                        .writes("/messages/1/content", "[{\"text\":\"So:\"}]"),
                RequestCase.of("calls that share an id", Aspect.TOOL_RESULTS)
                        .asks("""
                        "messages":[{"role":"user","content":"a"},
                         {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"1","content":"x"},
                         {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"1","content":"y"}]""")
                        .writes("/messages/3/content/0/toolUse/toolUseId", "\"1_2\"")
                        .writes("/messages/4/content/0/toolResult/toolUseId", "\"1_2\""),
                RequestCase.of("an id that is too long", Aspect.TOOL_RESULTS)
                        .asks("""
                        "messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[
                         {"id":"%s","type":"function","function":{"name":"f","arguments":"{}"}}]}]""".formatted("x".repeat(70)))
                        .writes("/messages/1/content/0/toolUse/toolUseId", "\"" + "x".repeat(60) + "\""),
                RequestCase.of("a file that is an image", Aspect.IMAGES)
                        .asks("""
                        "messages":[{"role":"user","content":[
                         {"type":"file","file":{"filename":"a.png","file_data":"data:image/png;base64,AAAA"}}]}]""")
                        .writes(
                                "/messages/0/content/0",
                                "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"AAAA\"}}}"));
    }
}
