package io.signalbox.dialect.anthropic;

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
 * A conversation as Anthropic takes it: instructions in front, wherever they stood, as Anthropic's own OpenAI endpoint does it
 * (https://platform.claude.com/docs/en/api/openai-sdk); then user and assistant in turn, neighbours of one role joined, the results of tools first in
 * the user's. Names of participants have no place. When there is nothing but instructions, the last is the user's.
 */
final class AnthropicTurns {

    private final AnthropicBlocks blocks = new AnthropicBlocks();
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

    private AnthropicTurns() {}

    static AnthropicTurns of(List<Message> messages) {
        AnthropicTurns turns = new AnthropicTurns();
        messages.forEach(turns::add);
        turns.finish();
        return turns;
    }

    private void add(Message message) {
        if (message.isInstruction()) {
            AnthropicBlocks.instruction(message.parts(), system);
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
        if (content.get(content.size() - 1) instanceof ObjectNode block && block.has("text")) {
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

    /** Whether the model is to go on with an answer begun for it, or after calls whose thoughts are not there: then it cannot be asked to think. */
    boolean isThoughtless() {
        if (!last().isUser()) {
            return true;
        }
        if (turns.size() < 2 || last().results().isEmpty()) {
            return false;
        }
        JsonNode first = turns.get(turns.size() - 2).rest().path(0);
        return !first.path("type").asText().endsWith("thinking");
    }

    /** The names of the tools that were called, each once. */
    List<String> called() {
        return turns.stream()
                .flatMap(turn -> turn.rest().valueStream())
                .filter(block -> block.path("type").asText().equals("tool_use"))
                .map(block -> block.path("name").asText())
                .distinct()
                .toList();
    }
}
