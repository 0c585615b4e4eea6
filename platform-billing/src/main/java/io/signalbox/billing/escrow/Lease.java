package io.signalbox.billing.escrow;

import io.signalbox.money.Money;

/**
 * Money of one budget period in the hands of one life of a node. {@code granted} is the sum of everything ever granted, {@code remaining} what is still
 * held: granted, less what came back, less what was spent. {@code lastMove} numbers what the node asked of it, so that nothing counts twice.
 * {@code writtenOff} is what was given up as spent and no event has been found for yet.
 */
public record Lease(
        LeaseId id, NodeEpoch holder, long lastMove, Money granted, Money remaining, Money writtenOff, State state) {

    /** Money is held while a lease is open or suspect. No state is ever left because time has passed. */
    public enum State {
        OPEN,
        /** Its node is silent. It keeps its money. */
        SUSPECT,
        /** Everything its node did with it is accounted for. */
        CLOSED,
        /** Somebody declared its node lost: all it held counts as spent. */
        WRITTEN_OFF
    }

    static Lease opened(LeaseId id, NodeEpoch holder) {
        return new Lease(id, holder, 0, Money.ZERO, Money.ZERO, Money.ZERO, State.OPEN);
    }

    boolean holdsMoney() {
        return state == State.OPEN || state == State.SUSPECT;
    }

    Lease numbered(long move) {
        return new Lease(id, holder, move, granted, remaining, writtenOff, state);
    }

    Lease granting(Money more) {
        return new Lease(id, holder, lastMove, granted.plus(more), remaining.plus(more), writtenOff, state);
    }

    Lease keeping(Money rest) {
        return new Lease(id, holder, lastMove, granted, rest, writtenOff, state);
    }

    Lease writingOff(Money amount) {
        return new Lease(id, holder, lastMove, granted, remaining, amount, state);
    }

    Lease in(State next) {
        return new Lease(id, holder, lastMove, granted, remaining, writtenOff, next);
    }
}
