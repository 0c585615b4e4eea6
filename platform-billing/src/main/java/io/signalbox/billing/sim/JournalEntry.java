package io.signalbox.billing.sim;

import io.signalbox.money.Money;

/** What a simulated node wrote down: that an attempt may be sent, what it did cost, or that nothing was billed. */
record JournalEntry(Kind kind, Attempt attempt, Money cost) {

    enum Kind {
        INTENT,
        SETTLE,
        VOID
    }
}
