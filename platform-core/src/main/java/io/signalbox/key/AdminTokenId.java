package io.signalbox.key;

/** An admin token's id, {@code adm_…}: stable for life, never the secret. */
public record AdminTokenId(String value) {

    public AdminTokenId {
        if (!value.startsWith("adm_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not an admin token id: '" + value + "' must start with adm_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
