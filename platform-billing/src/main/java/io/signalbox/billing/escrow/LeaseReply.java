package io.signalbox.billing.escrow;

import io.signalbox.money.Money;

/**
 * Where a lease stands: {@code granted} is everything it was ever granted, so that what a lost answer had granted arrives with the next. {@code lastsNanos}
 * is how long its period goes on.
 */
public record LeaseReply(LeaseId lease, Standing standing, Money granted, long lastsNanos) {

    /** Whether there is more to be had from the lease. */
    public enum Standing {
        CURRENT,
        /** Its period is over, or its node was given up: what is next needs a new lease. */
        OVER,
        /** Its budget is no more: nothing bounds what is next. */
        GONE
    }
}
