package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * A budget as it stands in its present window. {@code reserved} is held for running requests; {@code overrun} is what answers cost beyond their
 * reservations. A total budget never resets.
 */
public record BudgetView(Budget budget, Money spent, Money reserved, Money overrun, Optional<Instant> resetsAt) {

    /** What may still be reserved; never negative. */
    public Money remaining() {
        Money left = budget.limit().minus(spent).minus(reserved);
        return left.isNegative() ? Money.ZERO : left;
    }
}
