package io.signalbox.tenant;

/** A member's id, {@code usr_…}: a person in a tenant. */
public record MemberId(String value) {

    public MemberId {
        if (!value.startsWith("usr_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a member id: '" + value + "' must start with usr_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
