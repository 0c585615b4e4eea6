package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.Ask;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.money.Money;
import java.util.List;

/** One attempt and what only the provider knows of it: what it will really bill once it was sent. */
final class Attempt {

    /** What becomes of it at the provider. */
    enum Fate {
        ANSWERED,
        /** Billed, but its answer never arrives. */
        ANSWER_LOST,
        /** The provider refuses it and bills nothing. */
        REFUSED
    }

    private final Ask ask;
    private final Fate fate;
    private final int costPercent;
    private Money reserved = Money.ZERO;
    private List<LeaseId> leases = List.of();
    private boolean sent;
    private boolean posted;

    /** It costs {@code costPercent} of what is reserved for it: more than 100 when the provider ignores limits. */
    Attempt(Ask ask, Fate fate, int costPercent) {
        this.ask = ask;
        this.fate = fate;
        this.costPercent = costPercent;
    }

    Ask ask() {
        return ask;
    }

    String id() {
        return ask.eventId();
    }

    Fate fate() {
        return fate;
    }

    void reserve(Money amount, List<LeaseId> from) {
        reserved = amount;
        leases = from;
    }

    Money reserved() {
        return reserved;
    }

    List<LeaseId> leases() {
        return leases;
    }

    Money trueCost() {
        return fate == Fate.REFUSED ? Money.ZERO : new Money(reserved.nanos() * costPercent / 100);
    }

    /** What of the true cost the protocol answers for. */
    Money bounded() {
        return trueCost().compareTo(reserved) < 0 ? trueCost() : reserved;
    }

    void markSent() {
        sent = true;
    }

    boolean wasSent() {
        return sent;
    }

    void markPosted() {
        Invariant.I5_EVENTS_COUNT_ONCE.check(!posted, () -> id() + " was counted twice");
        posted = true;
    }

    boolean wasPosted() {
        return posted;
    }
}
