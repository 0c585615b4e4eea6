package io.signalbox.billing.escrow;

import io.signalbox.money.Money;

/**
 * What a node wants of one lease: to give {@code giveBack} back, which it has already taken out of its own hands, and beyond what its asks need to have up
 * to {@code wish} more. The first move of a lease opens it. Moves of a lease are numbered from 1 and count once each.
 */
public record LeaseMove(LeaseId lease, BudgetId budget, long number, Money giveBack, Money wish) {

    /** The same move, to be sent again after nobody answered: it wishes nothing, since nobody knows what for. */
    LeaseMove again() {
        return new LeaseMove(lease, budget, number, giveBack, Money.ZERO);
    }
}
