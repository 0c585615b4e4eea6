package io.signalbox.billing.reconcile;

import java.time.Instant;
import java.util.Optional;

/** A difference that was found and not cleared: two figures, in nanos, that should be one. {@code evidence} is JSON: the rows as they were. */
public record Finding(
        String id,
        String check,
        String subject,
        long expected,
        long actual,
        Optional<String> budget,
        String evidence,
        Instant foundAt) {}
