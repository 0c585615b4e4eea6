package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.time.Instant;
import java.util.Optional;

/** The budget that refused, as the caller is told: {@code scope} is {@code tenant|app|key}; a total budget has no {@code resetsAt}. */
public record BudgetDenial(
        String budgetId,
        String name,
        String scope,
        Money limit,
        Money spent,
        Money reserved,
        Optional<Instant> resetsAt) {}
