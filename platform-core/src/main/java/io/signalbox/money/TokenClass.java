package io.signalbox.money;

import java.util.Locale;

/** The disjoint classes a provider's tokens fall into: every token is counted in exactly one. */
public enum TokenClass {
    INPUT,
    CACHE_READ,
    CACHE_WRITE_5M,
    CACHE_WRITE_1H,
    OUTPUT,
    REASONING,
    AUDIO_IN,
    AUDIO_OUT,
    IMAGE;

    /** The name in JSON and SQL: {@code cache_write_5m}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class whose rate it has when it has none of its own: input for what is read, output for what is made. */
    public TokenClass parent() {
        return switch (this) {
            case INPUT, CACHE_READ, CACHE_WRITE_5M, CACHE_WRITE_1H, AUDIO_IN, IMAGE -> INPUT;
            case OUTPUT, REASONING, AUDIO_OUT -> OUTPUT;
        };
    }
}
