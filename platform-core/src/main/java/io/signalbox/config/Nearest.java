package io.signalbox.config;

import io.signalbox.text.EditDistance;
import java.util.Collection;
import java.util.Comparator;

/** Finds the known name that a mistyped one most likely meant. */
final class Nearest {

    private Nearest() {}

    /** {@code ": did you mean 'http.port'?"}, or nothing when no known name is close. */
    static String suggestion(String name, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)))
                .filter(candidate -> EditDistance.between(name, candidate) <= Math.max(2, name.length() / 3))
                .map(candidate -> ": did you mean '" + candidate + "'?")
                .orElse("");
    }
}
