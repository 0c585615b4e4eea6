package io.signalbox.billing.budget;

import io.signalbox.money.Money;

/**
 * Money held for one attempt, with its INTENT on the journal. {@code outputTokens} is the limit that must go upstream: what the caller wanted, or
 * what its budgets can still pay for. Ends settled or voided, exactly once.
 */
public record Reservation(String eventId, Money amount, long outputTokens, boolean clamped) {}
