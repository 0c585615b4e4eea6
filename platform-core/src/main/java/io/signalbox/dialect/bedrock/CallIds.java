package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.regex.Pattern;

/** Tool calls of any provider in the form Converse takes: ids of at most 64 letters, digits, hyphens and underscores, and inputs as objects. */
final class CallIds {

    private static final int CHARS_MAX = 64;
    private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");

    private CallIds() {}

    /** The same for the same id, so that a call and its result still belong together. */
    static String of(String id) {
        String plain = FOREIGN.matcher(id).replaceAll("_");
        if (plain.isEmpty()) {
            return "call";
        }
        // What tells long ids apart stands at their end.
        return plain.length() <= CHARS_MAX ? plain : plain.substring(plain.length() - CHARS_MAX);
    }

    /** The arguments of a call as an object; none when they are blank. */
    static ObjectNode input(Part.ToolCall call) {
        if (call.arguments().isBlank()) {
            return Json.object();
        }
        try {
            JsonNode input = Json.read(call.arguments());
            if (input instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException malformed) {
            // Told below: it is as little an object as a list would be.
        }
        throw RequestFault.invalid("messages", "The arguments of a tool call in 'messages' must be a JSON object");
    }
}
