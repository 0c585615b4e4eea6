package io.signalbox.credential;

/** A provider credential's id, {@code cred_…}. */
public record CredentialId(String value) {

    public CredentialId {
        if (!value.startsWith("cred_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a credential id: '" + value + "' must start with cred_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
