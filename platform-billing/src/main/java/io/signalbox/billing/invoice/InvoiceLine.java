package io.signalbox.billing.invoice;

import io.signalbox.money.Money;

/**
 * One line: what an app used of a model, by token class ({@code meter}); or a fee, with an empty model. {@code direct}: the provider bills the tenant itself.
 * {@code late}: of an earlier month, whose invoice had been issued when it came to light.
 */
public record InvoiceLine(
        String app, String model, String meter, boolean direct, boolean late, long tokens, Money amount) {

    /** What belongs to no token class. */
    public static final String UNSPLIT = "unsplit";

    public static final String PLATFORM_FEE = "platform_fee";
    public static final String MONTHLY_FEE = "monthly_fee";
    public static final String CREDIT = "credit";
}
