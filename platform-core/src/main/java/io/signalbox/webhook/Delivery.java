package io.signalbox.webhook;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One event for one channel, and what came of sending it. {@code nextAt} says when it is tried again while it is pending. */
public record Delivery(
        DeliveryId id,
        ChannelId channel,
        String eventId,
        String eventType,
        String payload,
        State state,
        int attempts,
        Instant createdAt,
        Instant beganAt,
        Instant nextAt,
        Optional<Instant> endedAt,
        Optional<Integer> lastStatus,
        Optional<String> lastError) {

    /** Where it stands. */
    public enum State {
        PENDING,
        DELIVERED,
        FAILED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }
}
