package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.time.Instant;

/** More money for a while: {@code amount} is added to a limit until {@code until}, by the database's clock, and lapses by itself. */
public record BudgetRaise(Money amount, Instant until, String reason) {

    public static final int REASON_LENGTH_MAX = 200;
}
