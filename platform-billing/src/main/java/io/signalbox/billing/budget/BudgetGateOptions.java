package io.signalbox.billing.budget;

import java.time.Duration;

/**
 * The gate's bounds: how long a request waits for money that is in flight, how many may wait for money that is not in this node's purses, and how long
 * PostgreSQL may take to answer for it.
 */
public record BudgetGateOptions(Duration patience, int queuedMax, Duration holdTimeout) {

    /** 30 s, 10,000 waiting, 2 s for an answer. */
    public static final BudgetGateOptions STANDARD =
            new BudgetGateOptions(Duration.ofSeconds(30), 10_000, Duration.ofSeconds(2));

    public BudgetGateOptions withPatience(Duration longest) {
        return new BudgetGateOptions(longest, queuedMax, holdTimeout);
    }
}
