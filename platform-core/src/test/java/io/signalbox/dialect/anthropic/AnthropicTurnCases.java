package io.signalbox.dialect.anthropic;

import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.RequestCase;
import io.signalbox.fault.FaultCode;
import java.util.List;

/** How a conversation goes out to Anthropic. */
final class AnthropicTurnCases {

    private AnthropicTurnCases() {}

    static List<RequestCase> all() {
        return List.of(
                conversation(),
                instructionsAlone(),
                joinedTurns(),
                calls(),
                strangeCalls(),
                oldFunctions(),
                resultsWithImages(),
                thoughts(),
                images(),
                documents(),
                cacheMarks(),
                beginning(),
                refusal("audio", """
                        {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}"""),
                refusal("a file kept elsewhere", "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}"),
                refusal("a file of another kind", """
                        {"type":"file","file":{"filename":"a.docx","file_data":"data:application/msword;base64,AAAA"}}"""),
                RequestCase.of("no text at all")
                        .asks("\"messages\":[{\"role\":\"user\",\"content\":\"\"}]")
                        .refuses(FaultCode.INVALID_REQUEST, "messages"),
                RequestCase.of("an image that is no address").asks("""
                                "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"iVBORw0"}}]}]""").refuses(FaultCode.INVALID_REQUEST, "messages"));
    }

    private static RequestCase conversation() {
        return RequestCase.of(
                        "a conversation with instructions at its beginning and in it", Aspect.SYSTEM, Aspect.MULTI_TURN)
                .asks("""
                        "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi","name":"ann"},
                        {"role":"assistant","content":"Hello"},
                        {"role":"developer","content":[{"type":"text","text":"Be kind."},{"type":"text","text":""}]},
                        {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]""")
                .writes("""
                        {"model":"upstream-model","max_tokens":4096,
                        "system":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be kind."}],
                        "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},
                        {"role":"assistant","content":[{"type":"text","text":"Hello"}]},
                        {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]}""");
    }

    private static RequestCase instructionsAlone() {
        return RequestCase.of("nothing but instructions")
                .asks("\"messages\":[{\"role\":\"system\",\"content\":\"A\"},{\"role\":\"system\",\"content\":\"B\"}]")
                .writes("/system", "[{\"type\":\"text\",\"text\":\"A\"}]")
                .writes("/messages", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"B\"}]}]");
    }

    private static RequestCase joinedTurns() {
        return RequestCase.of("neighbours of one role, and turns that say nothing")
                .asks("""
                        "messages":[{"role":"user","content":"A"},{"role":"assistant","content":""},{"role":"user","content":"B"},
                        {"role":"assistant","content":"C"},{"role":"assistant","content":"D"},{"role":"user","content":"E"}]""")
                .writes("/messages", """
                        [{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]},
                        {"role":"assistant","content":[{"type":"text","text":"C"},{"type":"text","text":"D"}]},
                        {"role":"user","content":[{"type":"text","text":"E"}]}]""");
    }

    private static RequestCase calls() {
        return RequestCase.of(
                        "two calls, their results, and what the user adds", Aspect.PARALLEL_CALLS, Aspect.TOOL_RESULTS)
                .asks("""
                        "messages":[{"role":"user","content":"Hi"},
                        {"role":"assistant","content":"Let me look.","tool_calls":[
                        {"id":"toolu_1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1.50}"}},
                        {"id":"toolu_2","type":"function","function":{"name":"g","arguments":""}}]},
                        {"role":"tool","tool_call_id":"toolu_1","content":"1"},
                        {"role":"user","content":"And?"},
                        {"role":"tool","tool_call_id":"toolu_2","content":""}]""")
                .writes("/messages", """
                        [{"role":"user","content":[{"type":"text","text":"Hi"}]},
                        {"role":"assistant","content":[{"type":"text","text":"Let me look."},
                        {"type":"tool_use","id":"toolu_1","name":"f","input":{"x":1.50}},
                        {"type":"tool_use","id":"toolu_2","name":"g","input":{}}]},
                        {"role":"user","content":[
                        {"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"1"}]},
                        {"type":"tool_result","tool_use_id":"toolu_2"},{"type":"text","text":"And?"}]}]""")
                // The request names no tools any more, but Anthropic wants them where there are calls.
                .writes("/tools", """
                        [{"name":"f","input_schema":{"type":"object"}},{"name":"g","input_schema":{"type":"object"}}]""")
                .writes("/tool_choice", "{\"type\":\"none\"}");
    }

    private static RequestCase strangeCalls() {
        return RequestCase.of(
                        "arguments that are no object, and an id that Anthropic would refuse", Aspect.TOOL_RESULTS)
                .asks("""
                        "messages":[{"role":"user","content":"Hi"},
                        {"role":"assistant","content":null,"tool_calls":[
                        {"id":"functions.f:0","type":"function","function":{"name":"f","arguments":"{\\"x\\":"}},
                        {"id":"b","type":"function","function":{"name":"f","arguments":"[1]"}}]},
                        {"role":"tool","tool_call_id":"functions.f:0","content":"what?"},
                        {"role":"tool","tool_call_id":"b","content":"what?"}]""")
                .writes("/messages/1/content", """
                        [{"type":"tool_use","id":"functions_f_0","name":"f","input":{"unparsed_arguments":"{\\"x\\":"}},
                        {"type":"tool_use","id":"b","name":"f","input":{"unparsed_arguments":"[1]"}}]""")
                .writes("/messages/2/content/0/tool_use_id", "\"functions_f_0\"");
    }

    private static RequestCase oldFunctions() {
        String turn = """
                {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                {"role":"function","name":"f","content":"1"}""";
        return RequestCase.of("functions of old, which have no ids", Aspect.TOOL_RESULTS)
                .asks("\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}," + turn + "," + turn + "]")
                .writes("/messages/1/content/0/id", "\"f\"")
                .writes("/messages/2/content/0/tool_use_id", "\"f\"")
                .writes("/messages/3/content/0/id", "\"f_2\"")
                .writes("/messages/4/content/0/tool_use_id", "\"f_2\"");
    }

    private static RequestCase resultsWithImages() {
        return RequestCase.of("a result with an image", Aspect.TOOL_RESULTS, Aspect.IMAGES)
                .asks("""
                        "messages":[{"role":"user","content":"Hi"},
                        {"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},
                        {"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"see"},
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]""")
                .writes("/messages/2/content/0/content", """
                        [{"type":"text","text":"see"},
                        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]""");
    }

    private static RequestCase thoughts() {
        return RequestCase.of("thoughts go back signed, and unsigned ones not at all", Aspect.REASONING)
                .asks("""
                        "messages":[{"role":"user","content":"Hi"},
                        {"role":"assistant","content":"A","reasoning_details":[
                        {"type":"reasoning.text","text":"hm","signature":"sig=="},{"type":"reasoning.encrypted","data":"zz"}]},
                        {"role":"user","content":"B"},{"role":"assistant","content":"C","reasoning_details":[
                        {"type":"reasoning.text","text":"another's"},{"type":"reasoning.text","text":"","signature":"gemini:g"}]},
                        {"role":"user","content":"D"}]""")
                .writes("/messages/1/content", """
                        [{"type":"thinking","thinking":"hm","signature":"sig=="},{"type":"redacted_thinking","data":"zz"},
                        {"type":"text","text":"A"}]""")
                .writes("/messages/3/content", "[{\"type\":\"text\",\"text\":\"C\"}]");
    }

    private static RequestCase images() {
        return RequestCase.of("images", Aspect.IMAGES).asks("""
                        "messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},
                        {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}},
                        {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/4AAQ"}}]}]""").writes("/messages/0/content", """
                        [{"type":"text","text":"What is it?"},
                        {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
                        {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/4AAQ"}}]""");
    }

    private static RequestCase documents() {
        return RequestCase.of("files").asks("""
                        "messages":[{"role":"user","content":[
                        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}},
                        {"type":"file","file":{"filename":"a.md","file_data":"data:text/markdown;base64,R3LDvMOfZQ=="}},
                        {"type":"file","file":{"file_data":"https://example.com/a.pdf"}},
                        {"type":"file","file":{"file_data":"data:image/gif;base64,R0lGOD"}}]}]""").writes("/messages/0/content", """
                        [{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},"title":"a.pdf"},
                        {"type":"document","source":{"type":"text","media_type":"text/plain","data":"Grüße"},"title":"a.md"},
                        {"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}},
                        {"type":"image","source":{"type":"base64","media_type":"image/gif","data":"R0lGOD"}}]""");
    }

    private static RequestCase cacheMarks() {
        return RequestCase.of("cache marks")
                .asks("""
                        "messages":[{"role":"system","content":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}}]},
                        {"role":"user","content":"Hi","cache_control":{"type":"ephemeral"}},
                        {"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},
                        {"role":"tool","tool_call_id":"a","content":"1","cache_control":{"type":"ephemeral"}}],
                        "tools":[{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}}]""")
                .writes("/system/0/cache_control", "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}")
                .writes("/messages/0/content/0/cache_control", "{\"type\":\"ephemeral\"}")
                .writes("/messages/2/content/0", """
                        {"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"1"}],"cache_control":{"type":"ephemeral"}}""")
                .writes("/tools/0/cache_control", "{\"type\":\"ephemeral\"}");
    }

    private static RequestCase beginning() {
        return RequestCase.of("an answer begun for the model")
                .asks(
                        "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Once upon \"}]")
                .writes("/messages/1/content/0/text", "\"Once upon\"");
    }

    private static RequestCase refusal(String what, String part) {
        return RequestCase.of(what + " is refused")
                .asks("\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]")
                .refuses(FaultCode.UNSUPPORTED_PARAMETER, "messages");
    }
}
