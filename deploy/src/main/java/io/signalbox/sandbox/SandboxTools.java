package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The functions a model may call and how far it must. {@code parallel} says whether it may call several at once. */
record SandboxTools(List<Function> functions, Mode mode, String named, boolean parallel) {

    static final SandboxTools NONE = new SandboxTools(List.of(), Mode.AUTO, "", true);

    enum Mode {
        AUTO,
        NONE,
        ANY,
        NAMED
    }

    record Function(String name, String description, JsonObject schema) {

        /** What of it a prompt counts. */
        long bytes() {
            return SandboxTokens.bytes(name) + SandboxTokens.bytes(description) + SandboxTokens.ofStrings(schema);
        }
    }

    SandboxTools {
        functions = List.copyOf(functions);
        if (mode == Mode.NAMED
                && functions.stream().noneMatch(each -> each.name().equals(named))) {
            throw SandboxFault.invalid("tool_choice", "Tool choice '" + named + "' is not one of the tools.");
        }
        if (mode == Mode.ANY && functions.isEmpty()) {
            throw SandboxFault.invalid("tool_choice", "Tool choice needs tools.");
        }
    }

    long bytes() {
        return functions.stream().mapToLong(Function::bytes).sum();
    }

    /**
     * The functions to call: the chosen one, else the first, or the first two when the last message says "both". None when there are none,
     * none is wanted, or a tool has just answered: whatever is forced, no conversation with the sandbox runs in circles.
     */
    List<Function> toCall(SandboxPrompt prompt) {
        if (mode == Mode.NONE || prompt.answered()) {
            return List.of();
        }
        if (mode == Mode.NAMED) {
            return functions.stream()
                    .filter(each -> each.name().equals(named))
                    .limit(1)
                    .toList();
        }
        boolean both = parallel && prompt.lastText().toLowerCase(Locale.ROOT).contains("both");
        return functions.stream().limit(both ? 2 : 1).toList();
    }
}
