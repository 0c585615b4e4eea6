package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import java.util.List;

/**
 * One attempt asking for money in every budget that applies to it: for {@code inputTokens} and up to {@code outputTokens}, or fewer when money is short,
 * but not below {@code minOutputTokens}.
 */
record EscrowAsk(
        String eventId,
        List<BudgetId> budgets,
        Rates rates,
        long inputTokens,
        long outputTokens,
        long minOutputTokens) {

    EscrowAsk {
        budgets = List.copyOf(budgets);
        minOutputTokens = Math.min(minOutputTokens, outputTokens);
    }

    /** The most it can cost. */
    Money upperBound() {
        return rates.upperBound(inputTokens, outputTokens);
    }
}
