package io.signalbox.billing.budget;

import java.time.Duration;

/**
 * The gate's bounds: how long a request waits for money that is in flight, how many may wait so, how many may queue for PostgreSQL, and how long PostgreSQL
 * may take for one batch.
 */
public record BudgetGateOptions(Duration patience, int waitingMax, int queuedMax, Duration holdTimeout) {

    /** 30 s, 2,000 waiting, 10,000 queued, 2 s for a batch. */
    public static final BudgetGateOptions STANDARD =
            new BudgetGateOptions(Duration.ofSeconds(30), 2_000, 10_000, Duration.ofSeconds(2));

    public BudgetGateOptions withPatience(Duration longest) {
        return new BudgetGateOptions(longest, waitingMax, queuedMax, holdTimeout);
    }
}
