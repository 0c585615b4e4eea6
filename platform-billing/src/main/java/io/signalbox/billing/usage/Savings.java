package io.signalbox.billing.usage;

import io.signalbox.money.Money;

/**
 * What was saved, in four parts that add up; each is negative where something made requests dearer. An estimate that is never booked. Of one attempt:
 *
 * <ul>
 *   <li>{@code routing}: its tokens at the tenant's baseline model less the same tokens, class by class, at the model that served, both at list price.
 *       Zero where either is unpriced, where the usage is not known, and for requests that named their model;
 *   <li>{@code promptCache}: at the model that served, what was read from and written to the provider's prompt cache at the price of plain input, less
 *       what it is listed at. Writing costs more than input, so a cache that is never read saves less than nothing;
 *   <li>{@code batch}: the list price less that of the slower batch or service tier that the attempt was sent by; a faster one is dearer;
 *   <li>{@code responseCache}: what an answer out of our own cache would have cost, less what it did.
 * </ul>
 *
 * <p>So cost + total = what the tokens would have cost at the baseline model, plus what the prompt cache took off.
 */
public record Savings(Money routing, Money promptCache, Money responseCache, Money batch) {

    public static final Savings NONE = new Savings(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    public Money total() {
        return routing.plus(promptCache).plus(responseCache).plus(batch);
    }

    public Savings plus(Savings more) {
        return new Savings(
                routing.plus(more.routing),
                promptCache.plus(more.promptCache),
                responseCache.plus(more.responseCache),
                batch.plus(more.batch));
    }
}
