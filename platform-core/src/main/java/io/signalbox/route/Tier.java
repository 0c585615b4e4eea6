package io.signalbox.route;

import java.util.Locale;
import java.util.Optional;

/** How demanding a task is. */
public enum Tier {
    LIGHT,
    STANDARD,
    COMPLEX;

    /** The name in requests and JSON: {@code light}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tier> ofWireName(String name) {
        for (Tier each : values()) {
            if (each.wireName().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
