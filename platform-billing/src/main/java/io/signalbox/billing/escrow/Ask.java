package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import java.util.List;

/**
 * One attempt asking for money in every budget that applies to it: for {@code inputTokens} and up to {@code outputTokens}, or fewer when money is short,
 * but not below {@code minOutputTokens}.
 */
public record Ask(
        String eventId,
        List<BudgetId> budgets,
        Rates rates,
        long inputTokens,
        long outputTokens,
        long minOutputTokens) {

    public Ask {
        budgets = List.copyOf(budgets);
        minOutputTokens = Math.min(minOutputTokens, outputTokens);
    }

    /** The most it can cost. */
    public Money upperBound() {
        return rates.upperBound(inputTokens, outputTokens);
    }
}
