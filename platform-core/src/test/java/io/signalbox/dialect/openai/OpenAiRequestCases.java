package io.signalbox.dialect.openai;

import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Reasoning;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import java.util.List;
import java.util.Optional;

/** What goes out to a provider that speaks chat completions. */
public final class OpenAiRequestCases {

    private OpenAiRequestCases() {}

    public static List<RequestCase> all() {
        return List.of(
                text(),
                stream(),
                conversation(),
                tools(),
                toolTurns(),
                foreignMarks(),
                images(),
                jsonMode(),
                jsonSchema(),
                reasoning(),
                thinkingBudget(),
                sampling(),
                hints());
    }

    private static RequestCase text() {
        return RequestCase.of("a question", Aspect.TEXT)
                .asks(Asked.PLAIN)
                .path("/v1/chat/completions")
                .header("authorization", "Bearer secret-key")
                .writes("""
                        {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":4096}""");
    }

    private static RequestCase stream() {
        return RequestCase.of("a stream with a limit", Aspect.TEXT)
                .asks(Asked.plainWith("\"max_tokens\":50").limit(40).streamed())
                .writes("""
                        {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":40,\
                        "stream":true,"stream_options":{"include_usage":true}}""");
    }

    private static RequestCase conversation() {
        String messages = """
                [{"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},
                 {"role":"user","content":"Hi","name":"ann"},{"role":"assistant","content":"Hello"},
                 {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]""";
        return RequestCase.of("a conversation", Aspect.SYSTEM, Aspect.MULTI_TURN)
                .asks("\"messages\":" + messages)
                .writes("/messages", messages);
    }

    private static RequestCase tools() {
        return RequestCase.of("a tool that must be called", Aspect.TOOLS, Aspect.TOOL_CHOICE)
                .asks(Asked.plainWith("""
                        "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                        "parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"g"}}],
                        "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false"""))
                .writes("/tools", """
                        [{"type":"function","function":{"name":"f","description":"d","strict":true,
                        "parameters":{"type":"object","properties":{}}}},
                        {"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}}]""")
                .writes("/tool_choice", "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}")
                .writes("/parallel_tool_calls", "false");
    }

    private static RequestCase toolTurns() {
        String messages = """
                [{"role":"user","content":"Hi"},
                 {"role":"assistant","content":null,"tool_calls":[
                  {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                  {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"1"},
                 {"role":"tool","tool_call_id":"b","content":"2"}]""";
        return RequestCase.of("calls and their results", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS)
                .asks("\"messages\":" + messages)
                .writes("/messages", messages);
    }

    private static RequestCase foreignMarks() {
        return RequestCase.of("what Gemini signed is nobody else's", Aspect.REASONING, Aspect.TOOL_RESULTS)
                .asks("""
                        "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[
                        {"id":"a","type":"function","function":{"name":"f","arguments":"{}"},
                        "extra_content":{"google":{"thought_signature":"c2ln"}}}]},{"role":"tool","tool_call_id":"a","content":"1"}]""")
                .writes("/messages/1", """
                        {"role":"assistant","content":null,"tool_calls":[
                        {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""");
    }

    private static RequestCase images() {
        String messages = """
                [{"role":"user","content":[{"type":"text","text":"What is it?"},
                 {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]""";
        return RequestCase.of("images", Aspect.IMAGES)
                .asks("\"messages\":" + messages)
                .writes("/messages", messages);
    }

    private static RequestCase jsonMode() {
        return RequestCase.of("JSON mode", Aspect.JSON_SCHEMA)
                .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                .writes("/response_format", "{\"type\":\"json_object\"}");
    }

    private static RequestCase jsonSchema() {
        String format = """
                {"type":"json_schema","json_schema":{"name":"n","description":"d","strict":true,"schema":{"type":"object"}}}""";
        return RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                .asks(Asked.plainWith("\"response_format\":" + format))
                .writes("/response_format", format);
    }

    private static RequestCase reasoning() {
        return RequestCase.of("a reasoning effort", Aspect.REASONING)
                .asks(Asked.plainWith("\"reasoning_effort\":\"low\""))
                .writes("/reasoning_effort", "\"low\"");
    }

    private static RequestCase thinkingBudget() {
        return RequestCase.of("a thinking budget is told as an effort", Aspect.REASONING)
                .asks(Asked.PLAIN.changed(
                        request -> with(request, new Reasoning(Optional.empty(), 2_000, Optional.empty()))))
                .writes("/reasoning_effort", "\"medium\"");
    }

    private static RequestCase sampling() {
        return RequestCase.of("every way to sample", Aspect.SAMPLING)
                .asks(Asked.plainWith("""
                        "temperature":0.50,"top_p":0.9,"seed":7,"frequency_penalty":0.1,"presence_penalty":-0.1,
                        "stop":"END","n":2,"logprobs":true,"top_logprobs":3,"logit_bias":{"50256":-100}"""))
                .writes("""
                        {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":4096,
                        "temperature":0.50,"top_p":0.9,"seed":7,"frequency_penalty":0.1,"presence_penalty":-0.1,
                        "stop":["END"],"n":2,"logprobs":true,"top_logprobs":3,"logit_bias":{"50256":-100}}""");
    }

    private static RequestCase hints() {
        return RequestCase.of("hints")
                .asks(Asked.plainWith("\"user\":\"u\",\"prompt_cache_key\":\"k\",\"service_tier\":\"flex\""))
                .writes("/user", "\"u\"")
                .writes("/prompt_cache_key", "\"k\"")
                .writes("/service_tier", "\"flex\"");
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
