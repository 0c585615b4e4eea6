package io.signalbox.billing.budget;

import java.time.Duration;
import java.util.function.Function;

/** The gate's answer. Infrastructure trouble is none of these: it fails the future with {@code UNAVAILABLE}. */
public sealed interface ReserveOutcome {

    record Held(Reservation reservation) implements ReserveOutcome {}

    /** Spent: only a new window or a higher limit helps. */
    record Exhausted(BudgetDenial denial) implements ReserveOutcome {}

    /** Only money held by running requests stands in the way. */
    record InFlight(BudgetDenial denial, Duration retryAfter) implements ReserveOutcome {}

    /** The deployment has no price and a budget applies. */
    record Unpriceable(String budgetId) implements ReserveOutcome {}

    default <T> T fold(
            Function<Held, T> held,
            Function<Exhausted, T> exhausted,
            Function<InFlight, T> inFlight,
            Function<Unpriceable, T> unpriceable) {
        if (this instanceof Held it) {
            return held.apply(it);
        }
        if (this instanceof Exhausted it) {
            return exhausted.apply(it);
        }
        if (this instanceof InFlight it) {
            return inFlight.apply(it);
        }
        return unpriceable.apply((Unpriceable) this);
    }
}
