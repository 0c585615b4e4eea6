package io.signalbox.webhook;

import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a tenant wants told of what. {@code shownTarget} is as much of the target as people may see. {@code failingSince} is when the last success was followed
 * by a failure; until {@code secondUntil} the secret before the present one signs too.
 */
public record Channel(
        TenantId tenant,
        ChannelId id,
        String name,
        Kind kind,
        String shownTarget,
        Set<EventType> eventTypes,
        Optional<Instant> secondUntil,
        State state,
        Optional<Instant> failingSince,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /** How it is told. */
    public enum Kind {
        /** A signed POST in the form of Standard Webhooks. */
        WEBHOOK,
        /** A POST as Slack's incoming webhooks take it. */
        SLACK,
        /** An e-mail through the operator's SMTP server. */
        EMAIL;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether anything is sent to it. */
    public enum State {
        ACTIVE,
        DISABLED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public Channel {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("channel name must have 1 to 100 characters");
        }
        eventTypes = Set.copyOf(eventTypes.isEmpty() ? Set.of() : EnumSet.copyOf(eventTypes));
    }

    Channel amended(String newName, Set<EventType> types, State newState, Instant at) {
        Optional<Instant> failing =
                newState == State.ACTIVE && state == State.DISABLED ? Optional.empty() : failingSince;
        return new Channel(
                tenant,
                id,
                newName,
                kind,
                shownTarget,
                types,
                secondUntil,
                newState,
                failing,
                version + 1,
                createdBy,
                createdAt,
                at);
    }

    Channel aimedAt(String newShownTarget) {
        return new Channel(
                tenant,
                id,
                name,
                kind,
                newShownTarget,
                eventTypes,
                secondUntil,
                state,
                failingSince,
                version,
                createdBy,
                createdAt,
                updatedAt);
    }

    Channel rotated(Instant until, Instant at) {
        return new Channel(
                tenant,
                id,
                name,
                kind,
                shownTarget,
                eventTypes,
                Optional.of(until),
                state,
                failingSince,
                version + 1,
                createdBy,
                createdAt,
                at);
    }
}
