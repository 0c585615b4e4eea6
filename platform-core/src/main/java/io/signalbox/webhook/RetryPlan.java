package io.signalbox.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * When a delivery that failed is tried again: after 5 seconds, then later and later, every 8 hours at last, and not after 3 days. Each pause is up to a fifth
 * longer, by the delivery's own id, so that what failed together does not come back together.
 */
final class RetryPlan {

    static final Duration LONGEST = Duration.ofDays(3);

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8));

    private static final int JITTER_PARTS = 5;

    private RetryPlan() {}

    /** {@code attempts} have failed, the first of them after {@code beganAt}; empty: give up. */
    static Optional<Instant> next(DeliveryId id, int attempts, Instant beganAt, Instant now) {
        Duration pause = PAUSES.get(Math.min(Math.max(attempts, 1), PAUSES.size()) - 1);
        long spread = pause.toMillis() / JITTER_PARTS;
        Instant next = now.plus(pause).plusMillis(hash(id.value() + attempts) % (spread + 1));
        return next.isAfter(beganAt.plus(LONGEST)) ? Optional.empty() : Optional.of(next);
    }

    private static long hash(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
