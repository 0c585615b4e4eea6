package io.signalbox.money;

import java.util.Locale;
import java.util.Optional;

/** How soon a provider serves a request, which some price apart: every other word of theirs is priced as nothing we know. */
public enum ServiceTier {
    STANDARD,
    /** Slower and cheaper, and it may be refused. */
    FLEX,
    /** Faster and dearer. */
    PRIORITY,
    /** Within a day. */
    BATCH;

    /** The name in JSON and SQL: {@code flex}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tier of this name in requests, answers and price files; OpenAI calls the standard {@code default}, Groq {@code on_demand}. */
    public static Optional<ServiceTier> ofWireName(String name) {
        return switch (name) {
            case "standard", "default", "on_demand" -> Optional.of(STANDARD);
            case "flex" -> Optional.of(FLEX);
            case "priority" -> Optional.of(PRIORITY);
            case "batch" -> Optional.of(BATCH);
            default -> Optional.empty();
        };
    }
}
