package io.signalbox.billing.budget;

import io.signalbox.money.Money;

/** What somebody wants a budget to be. With {@code countsFromStart} what was spent since its present period began is counted from the outset. */
public record NewBudget(
        String name,
        BudgetScope scope,
        String scopeId,
        BudgetWindow window,
        Money limit,
        BudgetTerms terms,
        boolean countsFromStart) {}
