package io.signalbox.chat;

import java.util.Optional;

/** Whether and which tools are to be called. {@code serial} forbids more than one call at a time. */
public record ToolChoice(Mode mode, Optional<String> tool, boolean serial) {

    public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, Optional.empty(), false);

    public enum Mode {
        AUTO,
        NONE,
        /** Some tool. */
        REQUIRED,
        /** The one in {@link ToolChoice#tool}. */
        NAMED
    }
}
