package io.signalbox.tenant;

import java.util.Optional;

/** A member's id, {@code usr_…}: a person in a tenant. */
public record MemberId(String value) {

    public MemberId {
        if (!value.startsWith("usr_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a member id: '" + value + "' must start with usr_ and have at most 64 characters");
        }
    }

    /** The member that an actor's id names; empty when it is a program's or a part of the system. */
    public static Optional<MemberId> ifOne(String actorId) {
        return actorId.startsWith("usr_") && actorId.length() <= 64
                ? Optional.of(new MemberId(actorId))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
