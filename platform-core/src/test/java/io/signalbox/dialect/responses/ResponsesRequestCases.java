package io.signalbox.dialect.responses;

import io.signalbox.catalog.Capabilities;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.List;
import java.util.Optional;

/** What goes out to a model that is only reached through the Responses API. */
final class ResponsesRequestCases {

    private static final Capabilities NO_THOUGHTS = new Capabilities(true, true, true, false);

    private ResponsesRequestCases() {}

    static List<RequestCase> all() {
        return List.of(
                text(),
                stream(),
                conversation(),
                tools(),
                toolTurns(),
                images(),
                jsonMode(),
                jsonSchema(),
                reasoning(),
                thoughts(),
                sampling(),
                hints(),
                refused("\"seed\":7", "seed"),
                refused("\"stop\":\"END\"", "stop_sequences"),
                refused("\"n\":2", "n"),
                refused("\"frequency_penalty\":1", "frequency_penalty"),
                refused("\"logit_bias\":{\"1\":1}", "logit_bias"));
    }

    private static RequestCase text() {
        return RequestCase.of("a question", Aspect.TEXT)
                .asks(Asked.PLAIN.capable(NO_THOUGHTS))
                .path("/v1/responses")
                .header("authorization", "Bearer secret-key")
                .writes("""
                        {"model":"upstream-model","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}],
                        "max_output_tokens":4096,"store":false}""");
    }

    private static RequestCase stream() {
        return RequestCase.of("a stream with a limit", Aspect.TEXT)
                .asks(Asked.plainWith("\"max_tokens\":50").limit(40).streamed())
                .writes("/max_output_tokens", "40")
                .writes("/stream", "true")
                .omits("/stream_options");
    }

    private static RequestCase conversation() {
        return RequestCase.of("a conversation", Aspect.SYSTEM, Aspect.MULTI_TURN)
                .asks("""
                        "messages":[{"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},
                         {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"A"}]""")
                .writes("/input", """
                        [{"type":"message","role":"system","content":[{"type":"input_text","text":"Be brief."}]},
                        {"type":"message","role":"developer","content":[{"type":"input_text","text":"Be kind."}]},
                        {"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]},
                        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]},
                        {"type":"message","role":"user","content":[{"type":"input_text","text":"A"}]}]""");
    }

    private static RequestCase tools() {
        return RequestCase.of("a tool that must be called", Aspect.TOOLS, Aspect.TOOL_CHOICE)
                .asks(Asked.plainWith("""
                        "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                        "parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"g"}}],
                        "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false"""))
                .writes("/tools", """
                        [{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{}},"strict":true},
                        {"type":"function","name":"g","parameters":{"type":"object","properties":{}},"strict":false}]""")
                .writes("/tool_choice", "{\"type\":\"function\",\"name\":\"f\"}")
                .writes("/parallel_tool_calls", "false");
    }

    private static RequestCase toolTurns() {
        return RequestCase.of("calls and their results", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS)
                .asks("""
                        "messages":[{"role":"user","content":"Hi"},
                         {"role":"assistant","content":"So","tool_calls":[
                          {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                          {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"a","content":"1"},
                         {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"2"},
                          {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]""")
                .writes("/input", """
                        [{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]},
                        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"So","annotations":[]}]},
                        {"type":"function_call","call_id":"a","name":"f","arguments":"{\\"x\\":1}"},
                        {"type":"function_call","call_id":"b","name":"g","arguments":"{}"},
                        {"type":"function_call_output","call_id":"a","output":"1"},
                        {"type":"function_call_output","call_id":"b","output":[{"type":"input_text","text":"2"},
                         {"type":"input_image","detail":"auto","image_url":"https://example.com/a.png"}]}]""");
    }

    private static RequestCase images() {
        return RequestCase.of("images and files", Aspect.IMAGES).asks("""
                        "messages":[{"role":"user","content":[
                         {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}},
                         {"type":"file","file":{"file_data":"data:application/pdf;base64,JVBERi0=","filename":"a.pdf"}},
                         {"type":"file","file":{"file_id":"file-1"}}]}]""").writes("/input/0/content", """
                        [{"type":"input_image","detail":"low","image_url":"data:image/png;base64,iVBORw0KGgo="},
                        {"type":"input_file","file_data":"data:application/pdf;base64,JVBERi0=","filename":"a.pdf"},
                        {"type":"input_file","file_id":"file-1"}]""");
    }

    private static RequestCase jsonMode() {
        return RequestCase.of("JSON mode", Aspect.JSON_SCHEMA)
                .asks(Asked.plainWith("\"response_format\":{\"type\":\"json_object\"}"))
                .writes("/text", "{\"format\":{\"type\":\"json_object\"}}");
    }

    private static RequestCase jsonSchema() {
        return RequestCase.of("a JSON schema", Aspect.JSON_SCHEMA)
                .asks(Asked.plainWith("""
                        "response_format":{"type":"json_schema","json_schema":
                         {"name":"n","description":"d","strict":true,"schema":{"type":"object"}}}"""))
                .writes("/text/format", """
                        {"type":"json_schema","name":"n","description":"d","strict":true,"schema":{"type":"object"}}""");
    }

    private static RequestCase reasoning() {
        return RequestCase.of("a reasoning effort", Aspect.REASONING)
                .asks(Asked.plainWith("\"reasoning_effort\":\"low\""))
                .writes("/reasoning", "{\"effort\":\"low\",\"summary\":\"auto\"}")
                .writes("/include", "[\"reasoning.encrypted_content\"]");
    }

    private static RequestCase thoughts() {
        return RequestCase.of("thoughts go back to whom they are from", Aspect.REASONING)
                .asks(Asked.PLAIN.changed(request -> after(
                        request,
                        new Part.Thinking("hm", Optional.of(Sealed.ofOpenAi("rs_1", "a:b"))),
                        new Part.Thinking("", Optional.of(Sealed.ofOpenAi("rs_2", "c"))),
                        new Part.Thinking("not", Optional.of("somebody else's")),
                        new Part.RedactedThinking("blob"))))
                .writes("/input", """
                        [{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]},
                        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"a:b"},
                        {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"c"}]""");
    }

    private static RequestCase sampling() {
        return RequestCase.of("ways to sample", Aspect.SAMPLING)
                .asks(Asked.plainWith("\"temperature\":0.50,\"top_p\":0.9,\"logprobs\":true,\"top_logprobs\":3")
                        .capable(NO_THOUGHTS))
                .writes("/temperature", "0.50")
                .writes("/top_p", "0.9")
                .writes("/top_logprobs", "3")
                .writes("/include", "[\"message.output_text.logprobs\"]");
    }

    private static RequestCase hints() {
        return RequestCase.of("hints")
                .asks(Asked.plainWith(
                        "\"user\":\"u\",\"prompt_cache_key\":\"k\",\"service_tier\":\"flex\",\"store\":true"))
                .writes("/user", "\"u\"")
                .writes("/prompt_cache_key", "\"k\"")
                .writes("/service_tier", "\"flex\"")
                .writes("/store", "false");
    }

    private static RequestCase refused(String member, String param) {
        return RequestCase.of("no " + param)
                .asks(Asked.plainWith(member))
                .refuses(FaultCode.UNSUPPORTED_PARAMETER, param);
    }

    private static ChatRequest after(ChatRequest request, Part... said) {
        List<Message> messages = List.of(request.messages().get(0), Message.of(Message.Role.ASSISTANT, List.of(said)));
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
}
