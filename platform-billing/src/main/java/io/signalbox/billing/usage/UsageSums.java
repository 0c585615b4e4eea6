package io.signalbox.billing.usage;

import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;

/**
 * Attempts added up. {@code cost} is {@code costs} and {@code unsplit} (what belongs to no token class); {@code unconfirmed} is the part of it that nobody
 * could confirm. Unpriced attempts are in no amount.
 */
public record UsageSums(
        long attempts,
        long unpriced,
        TokenUsage tokens,
        CostByClass costs,
        Money unsplit,
        Money cost,
        Money unconfirmed,
        Savings savings) {

    public static final UsageSums NONE =
            new UsageSums(0, 0, TokenUsage.NONE, CostByClass.NONE, Money.ZERO, Money.ZERO, Money.ZERO, Savings.NONE);

    public UsageSums plus(UsageSums more) {
        return new UsageSums(
                attempts + more.attempts,
                unpriced + more.unpriced,
                tokens.plus(more.tokens),
                costs.plus(more.costs),
                unsplit.plus(more.unsplit),
                cost.plus(more.cost),
                unconfirmed.plus(more.unconfirmed),
                savings.plus(more.savings));
    }

    /** Whether there is a cost to show: nothing that was used here is without a price. */
    public boolean isPriced() {
        return attempts == 0 || unpriced < attempts;
    }
}
