package io.signalbox.key;

/** A virtual key's id, {@code key_…}: stable for life, never the secret. */
public record KeyId(String value) {

    public KeyId {
        if (!value.startsWith("key_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a key id: '" + value + "' must start with key_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
