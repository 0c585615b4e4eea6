package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import java.time.Instant;
import java.util.Optional;

/** A budget in its present period, as PostgreSQL had it under lock: what a decision may rest on. */
record PeriodBalance(
        BudgetId id,
        String name,
        BudgetScope scope,
        String period,
        Money limit,
        Money spent,
        Money held,
        Optional<Instant> resetsAt) {

    /** What can be held now. Negative after an overrun or a lowered limit. */
    Money free() {
        return ceiling().minus(held);
    }

    /** What could be held if everything held now came back. */
    Money ceiling() {
        return limit.minus(spent);
    }

    PeriodBalance holding(Money more) {
        return new PeriodBalance(id, name, scope, period, limit, spent, held.plus(more), resetsAt);
    }

    BudgetDenial denial() {
        return new BudgetDenial(id.value(), name, scope.wireName(), limit, spent, held, resetsAt);
    }
}
