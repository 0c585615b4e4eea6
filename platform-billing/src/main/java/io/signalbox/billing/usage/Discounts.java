package io.signalbox.billing.usage;

import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenUsage;

/** What an attempt cost less for other reasons than its model, in nano-USD; negative where it cost more. Defined at {@link Savings}. */
public record Discounts(Money promptCache, Money responseCache, Money batch) {

    public static final Discounts NONE = new Discounts(Money.ZERO, Money.ZERO, Money.ZERO);

    /** Of an attempt at a model of these {@code list} prices that was settled by {@code paid}: the same, or those of its service tier. */
    public static Discounts of(TokenUsage usage, Rates list, Rates paid) {
        Money listed = list.cost(usage);
        return new Discounts(list.cost(usage.uncached()).minus(listed), Money.ZERO, listed.minus(paid.cost(usage)));
    }
}
