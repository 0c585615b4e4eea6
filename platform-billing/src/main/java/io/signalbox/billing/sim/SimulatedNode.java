package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.BudgetId;
import java.util.Set;

/** A gateway node of the simulation, whatever protocol it follows. */
interface SimulatedNode {

    String id();

    boolean isUp();

    void start();

    /** An attempt asks to be sent; ignored while the node is down. */
    void arrive(Attempt attempt);

    void recall(Set<BudgetId> budgets);

    /** Dies at once: what is in memory is gone, and of the journal what was not flushed may be. */
    void crash();

    /** Takes no more attempts, finishes those it has and gives account of everything. */
    void stop();

    boolean isStopped();
}
