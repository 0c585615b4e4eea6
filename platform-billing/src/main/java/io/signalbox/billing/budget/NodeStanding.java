package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.time.Instant;

/** A node as PostgreSQL knows it: {@code stranded} is the part of {@code held} that only its next start, or a write-off, accounts for. */
public record NodeStanding(
        String node, long epoch, Instant seenAt, boolean silent, long leases, Money held, Money stranded) {}
