package io.signalbox.billing.usage;

import io.signalbox.money.Money;

/**
 * Usage added up. {@code cost} is the sum of the events' costs; {@code unconfirmed} is the part of it that nobody could confirm; unpriced
 * events are in no amount. {@code saved} is what routing saved, and may be negative.
 */
public record Spend(
        long events,
        long unpricedEvents,
        long promptTokens,
        long completionTokens,
        Money cost,
        Money unconfirmed,
        Money saved) {

    public static final Spend NONE = new Spend(0, 0, 0, 0, Money.ZERO, Money.ZERO, Money.ZERO);
}
