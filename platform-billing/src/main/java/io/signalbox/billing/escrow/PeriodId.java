package io.signalbox.billing.escrow;

/** One period of a budget, such as {@code 2026-11} or {@code total}. The authority's clock decides which one is the present. */
public record PeriodId(BudgetId budget, String period) implements Comparable<PeriodId> {

    @Override
    public int compareTo(PeriodId other) {
        int byBudget = budget.compareTo(other.budget);
        return byBudget != 0 ? byBudget : period.compareTo(other.period);
    }

    @Override
    public String toString() {
        return budget + "/" + period;
    }
}
