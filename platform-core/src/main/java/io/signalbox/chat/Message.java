package io.signalbox.chat;

import java.util.List;
import java.util.Optional;

/**
 * One turn. {@code TOOL} messages hold {@link Part.ToolResult} parts only, and every tool result stands in one: a surface that mixes results
 * into a user's turn splits it, a dialect that wants them mixed joins neighbours.
 */
public record Message(Role role, List<Part> parts, Optional<String> name) {

    public enum Role {
        SYSTEM,
        DEVELOPER,
        USER,
        ASSISTANT,
        TOOL
    }

    public Message {
        parts = List.copyOf(parts);
    }

    public static Message of(Role role, List<Part> parts) {
        return new Message(role, parts, Optional.empty());
    }

    public static Message of(Role role, String text) {
        return of(role, List.of(Part.Text.of(text)));
    }

    public boolean isInstruction() {
        return role == Role.SYSTEM || role == Role.DEVELOPER;
    }
}
