package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Tool;
import io.signalbox.json.Json;
import java.util.Optional;

/**
 * JSON answers where the protocol has none: the schema becomes the input of a tool, the model is made to call it, and the call's input is the answer's
 * text.
 */
final class AnswerTool {

    static final String NAME = "answer_in_json";

    private static final String DESCRIPTION =
            "Gives the final answer. Its input is the whole answer as one JSON object; no other text is shown.";

    private AnswerTool() {}

    /** The tool a request needs for its format; empty when it wants text. */
    static Optional<Tool> of(ChatRequest request) {
        return request.format()
                .fold(
                        Optional::empty,
                        () -> Optional.of(tool(Optional.empty(), anyObject())),
                        schema -> Optional.of(tool(schema.description(), schema.schema())));
    }

    static boolean isNeeded(ChatRequest request) {
        return !(request.format() instanceof AnswerFormat.Text);
    }

    private static Tool tool(Optional<String> description, ObjectNode schema) {
        String text = description.map(it -> DESCRIPTION + " " + it).orElse(DESCRIPTION);
        return new Tool(NAME, Optional.of(text), schema, Optional.empty(), Optional.empty());
    }

    private static ObjectNode anyObject() {
        return Json.object().put("type", "object").put("additionalProperties", true);
    }
}
