package io.signalbox.billing.usage;

import java.util.Locale;

/** How well an event's amount is known. */
public enum Confidence {
    /** Priced from the provider's own usage. */
    EXACT,
    /** Priced from what we counted: input and delivered output. */
    ESTIMATED,
    /** Nobody can tell what the provider billed: the whole reservation counts. */
    UNKNOWN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
