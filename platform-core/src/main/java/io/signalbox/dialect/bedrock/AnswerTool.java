package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import java.util.Optional;

/**
 * JSON answers where the protocol has none: the schema becomes the input of a tool, the model is made to call it, and the call's input is the answer's
 * text. Beside tools of the caller's it is one more of them. Where the caller itself demands a call, the answer is that call and there is no text.
 */
final class AnswerTool {

    private static final String NAME = "json_answer";
    private static final int NAME_CHARS_MAX = 64;
    private static final String PURPOSE =
            "Gives the final answer to the user. The input of this tool is the answer, and nothing else is shown to the user.";

    private AnswerTool() {}

    /** The tool a request needs for its format; empty when it wants text or demands a call. */
    static Optional<Tool> of(ChatRequest request) {
        ToolChoice.Mode mode = request.toolChoice().mode();
        boolean demandsCall = mode == ToolChoice.Mode.NAMED || mode == ToolChoice.Mode.REQUIRED;
        if (demandsCall && !request.tools().isEmpty()) {
            return Optional.empty();
        }
        return request.format()
                .<Optional<Tool>>fold(
                        Optional::empty,
                        () -> Optional.of(tool(
                                unused(NAME, request),
                                PURPOSE + " Any JSON object will do: give it the members the conversation asks for.",
                                Json.object().put("type", "object").put("additionalProperties", true))),
                        schema -> Optional.of(of(schema, request)));
    }

    private static Tool of(AnswerFormat.JsonSchema format, ChatRequest request) {
        String type = format.schema().path("type").asText("object");
        if (!type.equals("object")) {
            throw RequestFault.unsupported(
                    "response_format.json_schema.schema",
                    "'response_format.json_schema.schema' must describe an object for this provider");
        }
        return tool(
                unused(format.name(), request),
                format.description().map(text -> PURPOSE + " " + text).orElse(PURPOSE),
                format.schema());
    }

    private static Tool tool(String name, String description, ObjectNode schema) {
        return new Tool(name, Optional.of(description), schema, Optional.empty(), Optional.empty());
    }

    /** {@code wanted} as a tool may be called and none of the caller's is. */
    private static String unused(String wanted, ChatRequest request) {
        String legal = wanted.replaceAll("[^a-zA-Z0-9_-]", "_");
        String name = legal.isEmpty() ? NAME : legal.substring(0, Math.min(legal.length(), NAME_CHARS_MAX - 1));
        return request.tools().stream().map(Tool::name).anyMatch(name::equals) ? name + "_" : name;
    }
}
