package io.signalbox.catalog;

import java.util.Arrays;
import java.util.Optional;

/** What kind of work a request asks for; a model does one of them. */
public enum Operation {
    CHAT("chat", "chat"),
    EMBEDDING("embedding", "embeddings"),
    MODERATION("moderation", "moderations");

    private final String wireName;
    private final String phrase;

    Operation(String wireName, String phrase) {
        this.wireName = wireName;
        this.phrase = phrase;
    }

    /** The name in the model book and in JSON: {@code embedding}. */
    public String wireName() {
        return wireName;
    }

    /** Completes "this model serves …". */
    public String phrase() {
        return phrase;
    }

    public static Optional<Operation> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findFirst();
    }
}
