package io.signalbox.billing.escrow;

import io.signalbox.money.Money;

/**
 * A budget's money in one period as the authority has it: what it may cost at most, what was spent, what its leases hold, and how much of what was
 * spent went beyond what had been reserved for it.
 */
public record Balance(Money cap, Money spent, Money held, Money overrun) {

    public static Balance unused(Money cap) {
        return new Balance(cap, Money.ZERO, Money.ZERO, Money.ZERO);
    }

    /** What can still be granted. Negative after an overrun or a lowered cap. */
    public Money free() {
        return ceiling().minus(held);
    }

    /** What could be granted if everything held came back. */
    public Money ceiling() {
        return cap.minus(spent);
    }

    public Balance capped(Money newCap) {
        return new Balance(newCap, spent, held, overrun);
    }

    Balance holding(Money more) {
        return new Balance(cap, spent, held.plus(more), overrun);
    }

    Balance returning(Money less) {
        return holding(less.negated());
    }

    Balance spending(Money more, Money ofThatOverrun) {
        return new Balance(cap, spent.plus(more), held, overrun.plus(ofThatOverrun));
    }
}
