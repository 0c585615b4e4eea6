package io.signalbox.config;

import java.time.Duration;

/** The checks of the records' compact constructors. */
final class Bounds {

    private Bounds() {}

    static void within(String key, int value, int min, int max) {
        require(value >= min && value <= max, key, value, "must be in " + min + ".." + max);
    }

    static void within(String key, Duration value, Duration min, Duration max) {
        require(
                value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                key,
                Texts.write(value),
                "must be in " + Texts.write(min) + ".." + Texts.write(max));
    }

    static void within(String key, DataSize value, DataSize min, DataSize max) {
        require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, key, value, "must be in " + min + ".." + max);
    }

    static void require(boolean holds, String key, Object value, String must) {
        if (!holds) {
            throw new OutOfBounds(key, value, must);
        }
    }

    /** A record's own word on a component; the loader puts the path and the origin to it. */
    static final class OutOfBounds extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final String key;
        private final String must;

        OutOfBounds(String key, Object value, String must) {
            super("'" + key + "' is " + value + ": " + must);
            this.key = key;
            this.must = must;
        }

        String key() {
            return key;
        }

        String must() {
            return must;
        }
    }
}
