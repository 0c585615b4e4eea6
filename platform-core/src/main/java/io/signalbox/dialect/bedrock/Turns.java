package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as Converse takes it: instructions in {@code system}, wherever they stood; then user and assistant in turn, neighbours of one role joined, the
 * results of tools first in the user's. Names of participants have no place. When there is nothing but instructions, the last is the user's.
 */
final class Turns {

    private final ContentBlocks blocks;
    private final ArrayNode system = Json.array();
    private final List<Turn> turns = new ArrayList<>();

    private record Turn(boolean isUser, ArrayNode results, ArrayNode rest) {

        Turn(boolean isUser) {
            this(isUser, Json.array(), Json.array());
        }

        boolean isEmpty() {
            return results.isEmpty() && rest.isEmpty();
        }
    }

    private Turns(ModelFamily family) {
        this.blocks = new ContentBlocks(family);
    }

    static Turns of(List<Message> messages, ModelFamily family) {
        Turns turns = new Turns(family);
        messages.forEach(turns::add);
        turns.finish();
        return turns;
    }

    private void add(Message message) {
        if (message.isInstruction()) {
            message.parts().forEach(part -> blocks.write(part, system));
            return;
        }
        Turn turn = turn(message.role() != Message.Role.ASSISTANT);
        for (Part each : message.parts()) {
            blocks.write(each, each instanceof Part.ToolResult ? turn.results() : turn.rest());
        }
    }

    private Turn turn(boolean isUser) {
        if (!turns.isEmpty() && last().isEmpty()) {
            turns.remove(turns.size() - 1);
        }
        if (turns.isEmpty() || last().isUser() != isUser) {
            turns.add(new Turn(isUser));
        }
        return last();
    }

    private Turn last() {
        return turns.get(turns.size() - 1);
    }

    private void finish() {
        turns.removeIf(Turn::isEmpty);
        if (turns.isEmpty() && !system.isEmpty()) {
            Turn asked = new Turn(true);
            asked.rest().add(system.remove(system.size() - 1));
            turns.add(asked);
        }
        if (turns.isEmpty()) {
            throw RequestFault.invalid("messages", "'messages' must hold some text");
        }
        if (!last().isUser()) {
            trimEnd(last().rest());
        }
    }

    /** The beginning of an answer that the model is to go on with may not end in white space. */
    private static void trimEnd(ArrayNode content) {
        if (content.path(content.size() - 1) instanceof ObjectNode block && block.has("text")) {
            block.put("text", block.path("text").asText().stripTrailing());
        }
    }

    void write(ObjectNode body) {
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        ArrayNode messages = body.putArray("messages");
        for (Turn each : turns) {
            messages.addObject()
                    .put("role", each.isUser() ? "user" : "assistant")
                    .putArray("content")
                    .addAll(each.results())
                    .addAll(each.rest());
        }
    }

    /** Whether the model is to go on after calls whose thoughts are not there: then an Anthropic model cannot be asked to think. */
    boolean isThoughtless() {
        if (turns.size() < 2 || last().results().isEmpty()) {
            return false;
        }
        return !turns.get(turns.size() - 2).rest().path(0).has("reasoningContent");
    }

    /** The names of the tools that were called, each once. */
    List<String> called() {
        return turns.stream()
                .flatMap(turn -> turn.rest().valueStream())
                .map(block -> block.path("toolUse").path("name"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .distinct()
                .toList();
    }
}
