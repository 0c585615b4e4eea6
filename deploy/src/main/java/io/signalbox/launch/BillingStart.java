package io.signalbox.launch;

import io.signalbox.billing.BillingNode;
import io.signalbox.billing.budget.BudgetGateOptions;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetWatch;
import io.signalbox.billing.journal.JournalOptions;
import io.signalbox.id.IdSource;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the money side of the node, and says what becomes of a node that loses it. */
final class BillingStart {

    private static final Logger LOGGER = LoggerFactory.getLogger(BillingStart.class);

    private BillingStart() {}

    /** Accounts for what earlier lives of this node left behind, then opens its gate. Blocks; main thread only. */
    static BillingNode open(Ground ground, IdSource ids, InstantSource clock, boolean acceptLoss) {
        JournalOptions journal = JournalOptions.in(ground.folder().journal());
        BudgetWatch budgets = new BudgetWatch(ground.database(), new BudgetStore());
        ground.changes().subscribe(budgets::onChange);
        BillingNode.Parts parts = new BillingNode.Parts(
                ground.vertx(),
                ground.database(),
                ground.changes(),
                budgets,
                acceptLoss ? journal.acceptingLoss() : journal,
                BudgetGateOptions.STANDARD,
                clock,
                ids,
                BillingStart::journalLost);
        try {
            return BillingNode.open(parts).await();
        } catch (Exception failure) {
            throw new StartFailure(
                    "the journal in " + ground.folder().journal() + " cannot be used: " + failure.getMessage(),
                    failure);
        }
    }

    /** Without its journal a node may neither admit nor settle: it ends at once, and its next start accounts for what was under way. */
    private static void journalLost(Throwable cause) {
        LOGGER.atError().setCause(cause).log("the journal cannot be written: stopping at once");
        Runtime.getRuntime().halt(SignalboxMain.FAILED);
    }
}
