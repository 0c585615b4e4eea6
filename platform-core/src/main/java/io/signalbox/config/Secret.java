package io.signalbox.config;

/** A text that must never be printed: its {@code toString} is a mask, so it may stand in records, logs and messages. */
public record Secret(String value) {

    private static final String MASK = "[secret]";

    public Secret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
    }

    @Override
    public String toString() {
        return MASK;
    }
}
