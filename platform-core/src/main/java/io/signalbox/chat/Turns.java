package io.signalbox.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conversation for providers that want user and assistant in turn: instructions in front in {@code system}, wherever they stood; neighbours of one role joined,
 * the results of tools first in the user's. Names of participants have no place. When there is nothing but instructions, the last is the user's.
 */
public final class Turns {

    private final Blocks blocks;
    private final ArrayNode system = Json.array();
    private final List<Turn> turns = new ArrayList<>();

    /** How a protocol writes what stands in a turn. */
    public interface Blocks {

        /** Appends the block of {@code part}, if it has one. */
        void write(Part part, ArrayNode to);

        /** Appends the blocks of an instruction. */
        void instruct(List<Part> parts, ArrayNode to);

        /** The name of the tool that {@code block} calls, if it is a call. */
        Optional<String> called(JsonNode block);

        boolean isThought(JsonNode block);
    }

    private record Turn(boolean isUser, ArrayNode results, ArrayNode rest) {

        Turn(boolean isUser) {
            this(isUser, Json.array(), Json.array());
        }

        boolean isEmpty() {
            return results.isEmpty() && rest.isEmpty();
        }
    }

    private Turns(Blocks blocks) {
        this.blocks = blocks;
    }

    /** Fails with {@code INVALID_REQUEST} when nothing is said. */
    public static Turns of(List<Message> messages, Blocks blocks) {
        Turns turns = new Turns(blocks);
        messages.forEach(turns::add);
        turns.finish();
        return turns;
    }

    private void add(Message message) {
        if (message.isInstruction()) {
            blocks.instruct(message.parts(), system);
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
        if (!endsWithUser()) {
            trimEnd(last().rest());
        }
    }

    /** The beginning of an answer that the model is to go on with may not end in white space. */
    private static void trimEnd(ArrayNode content) {
        if (content.path(content.size() - 1) instanceof ObjectNode block && block.has("text")) {
            block.put("text", block.path("text").asText().stripTrailing());
        }
    }

    /** Writes {@code system}, when there is one, and {@code messages}. */
    public void write(ObjectNode body) {
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

    /** Whether the model is to answer, and not to go on with an answer begun for it. */
    public boolean endsWithUser() {
        return last().isUser();
    }

    /** Whether the model is to go on after calls whose thoughts are not there. */
    public boolean endsWithThoughtlessCalls() {
        ToolLoop loop = new ToolLoop();
        for (Turn each : turns) {
            if (each.isUser()) {
                loop.user(!each.results().isEmpty());
            } else {
                loop.assistant(each.rest().valueStream().anyMatch(blocks::isThought));
            }
        }
        return loop.isThoughtless();
    }

    /** The names of the tools that were called, each once. */
    public List<String> called() {
        return turns.stream()
                .flatMap(turn -> turn.rest().valueStream())
                .flatMap(block -> blocks.called(block).stream())
                .distinct()
                .toList();
    }
}
