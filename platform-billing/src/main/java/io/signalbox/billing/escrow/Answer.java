package io.signalbox.billing.escrow;

import java.util.function.Function;

/** How an ask that was submitted ended. */
public sealed interface Answer {

    Ask ask();

    /** May go ahead, with at most {@code outputTokens}; {@code clamped} when that is less than it wanted. */
    record Held(Ask ask, Hold hold, long outputTokens, boolean clamped) implements Answer {}

    /** Waited long enough for money that others hold. */
    record InFlight(Ask ask, BudgetId budget, Balance balance) implements Answer {}

    /** The budget is spent. */
    record Exhausted(Ask ask, BudgetId budget, Balance balance) implements Answer {}

    /** The authority could not be asked in time. Nothing is held. */
    record Unavailable(Ask ask) implements Answer {}

    default <T> T fold(
            Function<Held, T> held,
            Function<InFlight, T> inFlight,
            Function<Exhausted, T> exhausted,
            Function<Unavailable, T> unavailable) {
        if (this instanceof Held it) {
            return held.apply(it);
        }
        if (this instanceof InFlight it) {
            return inFlight.apply(it);
        }
        if (this instanceof Exhausted it) {
            return exhausted.apply(it);
        }
        return unavailable.apply((Unavailable) this);
    }
}
