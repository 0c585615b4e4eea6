package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import java.util.Optional;

/**
 * JSON answers by way of a tool, for every model knows tools: the model is made to call it, and the call's input is the answer's text. Beside tools
 * of the caller's it is one more of them, and the model must call one: so it either uses theirs or answers. Where the caller itself demands a
 * call, the answer is that call and has no text that could be JSON. An answer that the output limit cuts is cut JSON, as with OpenAI.
 */
record AnthropicAnswerTool(String name, String description, ObjectNode schema) {

    private static final int NAME_CHARS_MAX = 64;
    private static final String PURPOSE =
            "Gives the final answer to the user. The input of this tool is the answer, and nothing else is shown to the user.";

    /** What {@code request} needs of the kind; empty when it wants text or demands a call. */
    static Optional<AnthropicAnswerTool> of(ChatRequest request) {
        ToolChoice.Mode mode = request.toolChoice().mode();
        boolean demandsCall = mode == ToolChoice.Mode.NAMED || mode == ToolChoice.Mode.REQUIRED;
        if (demandsCall && !request.tools().isEmpty()) {
            return Optional.empty();
        }
        return request.format()
                .<Optional<AnthropicAnswerTool>>fold(
                        Optional::empty,
                        () -> Optional.of(new AnthropicAnswerTool(
                                unused("json_answer", request),
                                PURPOSE + " Any JSON object will do: give it the members the conversation asks for.",
                                object(Json.object().put("additionalProperties", true)))),
                        format -> Optional.of(of(format, request)));
    }

    private static AnthropicAnswerTool of(AnswerFormat.JsonSchema format, ChatRequest request) {
        return new AnthropicAnswerTool(
                unused(format.name(), request),
                format.description().map(text -> PURPOSE + " " + text).orElse(PURPOSE),
                object(format.schema()));
    }

    /** The schema as one of an object; what describes anything else cannot be a tool's input. */
    private static ObjectNode object(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return Json.object().put("type", "object").setAll(schema);
        }
        if (!"object".equals(type.asText())) {
            throw RequestFault.unsupported(
                    "response_format.json_schema.schema",
                    "'response_format.json_schema.schema' must describe an object for this provider");
        }
        return schema;
    }

    /** {@code wanted} as a tool may be called and none of the caller's is. */
    private static String unused(String wanted, ChatRequest request) {
        String legal = wanted.replaceAll("[^a-zA-Z0-9_-]", "_");
        String name = legal.isEmpty() ? "json_answer" : legal.substring(0, Math.min(legal.length(), NAME_CHARS_MAX));
        while (isUsed(name, request)) {
            name += "_";
        }
        return name;
    }

    private static boolean isUsed(String name, ChatRequest request) {
        return request.tools().stream().map(Tool::name).anyMatch(name::equals);
    }
}
