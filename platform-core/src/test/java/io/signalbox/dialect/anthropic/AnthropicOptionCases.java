package io.signalbox.dialect.anthropic;

import io.signalbox.catalog.Capabilities;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Reasoning;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How everything but the conversation goes out to Anthropic. */
final class AnthropicOptionCases {

    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
            "parameters":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}}},
            {"type":"function","function":{"name":"g","parameters":{}}}]""";
    private static final String SCHEMA = """
            "response_format":{"type":"json_schema","json_schema":{"name":"f","description":"A city.","strict":true,
            "schema":{"type":"object","properties":{"name":{"type":"string"}},"additionalProperties":false}}}""";
    private static final String CALLED = """
            "messages":[{"role":"user","content":"Hi"},
            {"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]%s},
            {"role":"tool","tool_call_id":"a","content":"1"}],"reasoning_effort":"high",""" + TOOLS;

    private AnthropicOptionCases() {}

    static List<RequestCase> all() {
        List<RequestCase> all = new ArrayList<>(List.of(question(), stream(), versionedUrl(), tools()));
        all.addAll(toolChoices());
        all.addAll(json());
        all.addAll(thinking());
        all.addAll(sampling());
        all.addAll(hints());
        return all;
    }

    private static RequestCase question() {
        return RequestCase.of("a question", Aspect.TEXT)
                .asks(Asked.PLAIN)
                .path("/v1/messages")
                .header("x-api-key", "secret-key")
                .header("anthropic-version", "2023-06-01")
                .noHeader("authorization")
                .writes("""
                        {"model":"upstream-model","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""");
    }

    private static RequestCase stream() {
        return RequestCase.of("a stream with a limit")
                .asks(Asked.plainWith("\"max_completion_tokens\":50").limit(40).streamed())
                .writes("/stream", "true")
                .writes("/max_tokens", "40");
    }

    private static RequestCase versionedUrl() {
        return RequestCase.of("a base URL that ends in the version")
                .asks(Asked.PLAIN.at("https://proxy.example/anthropic/v1"))
                .path("/anthropic/v1/messages");
    }

    private static RequestCase tools() {
        return RequestCase.of("tools", Aspect.TOOLS)
                .asks(Asked.plainWith(TOOLS))
                .writes("/tools", """
                        [{"name":"f","description":"d",
                        "input_schema":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}},
                        {"name":"g","input_schema":{"type":"object"}}]""")
                .writes("/tool_choice", "{\"type\":\"auto\"}");
    }

    private static List<RequestCase> toolChoices() {
        return List.of(
                toolChoice("\"required\"", "{\"type\":\"any\"}"),
                toolChoice("\"none\"", "{\"type\":\"none\"}"),
                toolChoice(
                        "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}", "{\"type\":\"tool\",\"name\":\"g\"}"),
                RequestCase.of("one call at a time", Aspect.PARALLEL_CALLS)
                        .asks(Asked.plainWith(TOOLS + ",\"parallel_tool_calls\":false"))
                        .writes("/tool_choice", "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"));
    }

    private static RequestCase toolChoice(String asked, String written) {
        return RequestCase.of("tool choice " + asked, Aspect.TOOL_CHOICE)
                .asks(Asked.plainWith(TOOLS + ",\"tool_choice\":" + asked))
                .writes("/tool_choice", written);
    }

    private static List<RequestCase> json() {
        return List.of(
                RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(SCHEMA))
                        .writes("/tools/0/name", "\"f\"")
                        .writes("/tools/0/input_schema", """
                                {"type":"object","properties":{"name":{"type":"string"}},"additionalProperties":false}""")
                        .writes(
                                "/tool_choice",
                                "{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}"),
                RequestCase.of("JSON mode", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                        .writes("/tools/0/input_schema", "{\"type\":\"object\",\"additionalProperties\":true}")
                        .writes("/tool_choice/name", "\"json_answer\""),
                RequestCase.of("a JSON schema beside tools", Aspect.JSON_SCHEMA)
                        .asks(Asked.plainWith(TOOLS + "," + SCHEMA))
                        .writes("/tools/2/name", "\"f_\"")
                        .omits("/tools/3")
                        .writes("/tool_choice", "{\"type\":\"any\"}"),
                RequestCase.of("a JSON schema beside tools that may not be called")
                        .asks(Asked.plainWith(TOOLS + "," + SCHEMA + ",\"tool_choice\":\"none\""))
                        .writes(
                                "/tool_choice",
                                "{\"type\":\"tool\",\"name\":\"f_\",\"disable_parallel_tool_use\":true}"),
                RequestCase.of("a JSON schema where a call is demanded")
                        .asks(Asked.plainWith(TOOLS + "," + SCHEMA + ",\"tool_choice\":\"required\""))
                        .omits("/tools/2")
                        .writes("/tool_choice", "{\"type\":\"any\"}"),
                RequestCase.of("a schema without a type")
                        .asks(Asked.plainWith("""
                                "response_format":{"type":"json_schema","json_schema":{"name":"my answer!","schema":{"properties":{}}}}"""))
                        .writes("/tools/0/name", "\"my_answer_\"")
                        .writes("/tools/0/input_schema", "{\"type\":\"object\",\"properties\":{}}"),
                RequestCase.of("a schema of something else than an object")
                        .asks(Asked.plainWith("""
                                "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"array"}}}"""))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "response_format.json_schema.schema"));
    }

    private static List<RequestCase> thinking() {
        return List.of(
                RequestCase.of("an effort", Aspect.REASONING)
                        .asks(Asked.plainWith("\"reasoning_effort\":\"high\""))
                        .writes("/thinking", "{\"type\":\"enabled\",\"budget_tokens\":3200}"),
                RequestCase.of("a budget of the caller's", Aspect.REASONING)
                        .asks(budget(2_000))
                        .writes("/thinking/budget_tokens", "2000"),
                RequestCase.of("a budget above the output limit")
                        .asks(budget(9_000))
                        .writes("/thinking/budget_tokens", "4095"),
                adaptive("claude-opus-4-7", "high", "high"),
                adaptive("claude-sonnet-5", "low", "low"),
                without(
                        "no room to think",
                        Asked.plainWith("\"reasoning_effort\":\"high\"").limit(1_024)),
                without("no thinking asked for", Asked.plainWith("\"reasoning_effort\":\"none\"")),
                without(
                        "a model that cannot think",
                        Asked.plainWith("\"reasoning_effort\":\"high\"")
                                .capable(new Capabilities(true, true, true, false))),
                without(
                        "a forced call",
                        Asked.plainWith("\"reasoning_effort\":\"high\",\"tool_choice\":\"required\"," + TOOLS)),
                without("a JSON answer", Asked.plainWith("\"reasoning_effort\":\"high\"," + SCHEMA)),
                without("an answer begun by the client", Asked.of("""
                        "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once"}],"reasoning_effort":"high\"""")),
                without("calls whose thoughts were lost", Asked.of(CALLED.formatted(""))),
                RequestCase.of("calls with their thoughts", Aspect.REASONING)
                        .asks(
                                CALLED.formatted(
                                        ",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]"))
                        .writes("/messages/1/content/0/type", "\"thinking\"")
                        .writes("/thinking/budget_tokens", "3200"));
    }

    private static RequestCase adaptive(String model, String asked, String written) {
        return RequestCase.of("an effort of " + asked + " for " + model, Aspect.REASONING)
                .asks(Asked.plainWith("\"temperature\":0.3,\"reasoning_effort\":\"" + asked + "\"")
                        .model(model))
                .writes("/thinking", "{\"type\":\"adaptive\"}")
                .writes("/output_config", "{\"effort\":\"" + written + "\"}")
                .omits("/temperature");
    }

    private static RequestCase without(String name, Asked asked) {
        return RequestCase.of("no thinking: " + name).asks(asked).omits("/thinking");
    }

    private static Asked budget(long tokens) {
        return Asked.PLAIN.changed(request -> new ChatRequest(
                request.messages(),
                request.tools(),
                request.toolChoice(),
                request.format(),
                new Reasoning(Optional.empty(), tokens, Optional.empty()),
                request.sampling(),
                request.outputLimit(),
                request.hints(),
                request.extra()));
    }

    private static List<RequestCase> sampling() {
        return List.of(
                RequestCase.of("sampling", Aspect.SAMPLING)
                        .asks(Asked.plainWith("\"temperature\":0.50,\"top_k\":40,\"stop\":[\"END\",\"\\n\\nHuman:\"]"))
                        .writes("/temperature", "0.50")
                        .writes("/top_k", "40")
                        .writes("/stop_sequences", "[\"END\",\"\\n\\nHuman:\"]"),
                sampling("\"temperature\":1.7", "1", ""),
                sampling("\"temperature\":0,\"top_p\":1", "0", ""),
                sampling("\"temperature\":1.0,\"top_p\":0.9", "", "0.9"),
                sampling("\"temperature\":1,\"top_p\":1.0", "1", ""),
                sampling("\"temperature\":0.2,\"top_p\":0.9", "0.2", "0.9"),
                sampling("\"top_p\":1", "", "1"),
                sampling("\"reasoning_effort\":\"high\",\"temperature\":0.2,\"top_k\":5,\"top_p\":0.5", "", ""),
                sampling("\"reasoning_effort\":\"high\",\"temperature\":1,\"top_p\":0.95", "", "0.95"),
                RequestCase.of("a stop sequence of white space")
                        .asks(Asked.plainWith("\"stop\":\"\\n\""))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "stop"));
    }

    private static RequestCase sampling(String asked, String temperature, String topP) {
        RequestCase made =
                RequestCase.of("sampling by " + asked, Aspect.SAMPLING).asks(Asked.plainWith(asked));
        RequestCase next =
                temperature.isEmpty() ? made.omits("/temperature") : made.writes("/temperature", temperature);
        return topP.isEmpty() ? next.omits("/top_p") : next.writes("/top_p", topP);
    }

    private static List<RequestCase> hints() {
        return List.of(
                RequestCase.of("the user")
                        .asks(Asked.plainWith("\"user\":\"u-1\",\"metadata\":{\"a\":\"b\"},\"prompt_cache_key\":\"k\""))
                        .writes("/metadata", "{\"user_id\":\"u-1\"}")
                        .omits("/prompt_cache_key"),
                tier("auto", "auto"),
                tier("priority", "auto"),
                tier("default", "standard_only"),
                RequestCase.of("a service tier that Anthropic has not")
                        .asks(Asked.plainWith("\"service_tier\":\"flex\""))
                        .refuses(FaultCode.UNSUPPORTED_PARAMETER, "service_tier"));
    }

    private static RequestCase tier(String asked, String written) {
        return RequestCase.of("service tier " + asked)
                .asks(Asked.plainWith("\"service_tier\":\"" + asked + "\""))
                .writes("/service_tier", "\"" + written + "\"");
    }
}
