package io.signalbox.billing.price;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/**
 * What an attempt cost and what it saved, from what is known of it. Pure. An unpriced deployment costs nothing known, which is empty and never zero.
 *
 * @param confidence how well {@code cost} is known
 * @param cost what counts against budgets and the ledger
 * @param baseline the same usage at the tenant's primary model; empty when either is unpriced or the usage is unknown
 */
public record UsagePricing(Confidence confidence, Optional<Money> cost, Optional<Money> baseline) {

    /** The provider told its usage. */
    public static UsagePricing exact(TokenUsage usage, Optional<Rates> rates, Optional<Rates> primary) {
        return of(Confidence.EXACT, usage, rates, primary);
    }

    /** The provider told nothing; the usage is what we counted: the input, and the output that was delivered. */
    public static UsagePricing estimated(TokenUsage usage, Optional<Rates> rates, Optional<Rates> primary) {
        return of(Confidence.ESTIMATED, usage, rates, primary);
    }

    /** It was sent, or may have been, and nobody can tell what was billed: all that was reserved counts. */
    public static UsagePricing unknown(Money reserved, Optional<Rates> rates) {
        return new UsagePricing(Confidence.UNKNOWN, rates.map(priced -> reserved), Optional.empty());
    }

    /** Baseline less cost: negative when the attempt was dearer than the primary model. */
    public Optional<Money> saved() {
        return baseline.flatMap(whole -> cost.map(whole::minus));
    }

    private static UsagePricing of(
            Confidence confidence, TokenUsage usage, Optional<Rates> rates, Optional<Rates> primary) {
        Optional<Money> cost = rates.map(priced -> priced.cost(usage));
        return new UsagePricing(confidence, cost, cost.flatMap(known -> primary.map(priced -> priced.cost(usage))));
    }
}
