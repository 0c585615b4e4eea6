package io.signalbox.billing.drain;

import io.signalbox.billing.budget.LeaseStore;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.db.Database;
import io.signalbox.db.PgErrors;
import io.signalbox.money.Money;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch, one transaction: events that are not there yet go in; for those alone the ledger is posted, hours are added up, leases end and their costs
 * are spent. Posting the same batch again changes nothing. The budgets' rows, which reservations wait for, are locked last.
 */
public final class DrainPosting {

    private static final Logger LOGGER = LoggerFactory.getLogger(DrainPosting.class);

    private final Database database;
    private final UsageStore usage = new UsageStore();
    private final LedgerStore ledger = new LedgerStore();
    private final RequestStore requests = new RequestStore();
    private final LeaseStore leases = new LeaseStore();

    public DrainPosting(Database database) {
        this.database = database;
    }

    /** Returns the budgets whose money moved. */
    Future<Set<BudgetId>> post(DrainBatch batch) {
        List<Settlement> settlements = batch.settlements();
        return database.acrossTenants(tx -> {
            // One connection answers in order, so nothing here waits for more than it needs to know.
            Future<Void> expected = leases.expectKeys(tx);
            Future<Set<String>> inserted =
                    settlements.isEmpty() ? Future.succeededFuture(Set.of()) : usage.insert(tx, settlements);
            return Future.all(expected, inserted)
                    .compose(ready -> account(tx, batch, inserted.result()))
                    .onSuccess(moved -> tellOverruns(settlements, inserted.result()));
        });
    }

    private Future<Set<BudgetId>> account(SqlClient tx, DrainBatch batch, Set<String> inserted) {
        List<Future<?>> parts = new ArrayList<>();
        if (!inserted.isEmpty()) {
            parts.add(ledger.postUsage(tx, inserted));
            parts.add(usage.rollUp(tx, inserted));
        }
        if (!batch.requests().isEmpty()) {
            parts.add(requests.upsert(tx, batch.requests()));
        }
        Future<Set<BudgetId>> moved = batch.closing().isEmpty()
                ? Future.succeededFuture(Set.of())
                : leases.settle(tx, batch.closing(), inserted);
        parts.add(moved);
        return Future.all(parts).map(done -> moved.result());
    }

    /** Whether {@code failure} is about what is in the batch, so that trying again is no use. */
    boolean isRefused(Throwable failure) {
        return PgErrors.isRefusalOfData(failure);
    }

    private static void tellOverruns(List<Settlement> settlements, Set<String> inserted) {
        for (Settlement each : settlements) {
            Money cost = each.event().cost().orElse(Money.ZERO);
            if (inserted.contains(each.event().eventId()) && cost.compareTo(each.reserved()) > 0) {
                LOGGER.atWarn()
                        .addKeyValue(LogKey.EVENT, each.event().eventId())
                        .addKeyValue(LogKey.TENANT, each.event().tenant())
                        .addKeyValue(LogKey.MODEL, each.event().model())
                        .addKeyValue(LogKey.COST_USD, cost.usd())
                        .addKeyValue("reserved_usd", each.reserved().usd())
                        .log("an attempt cost more than was reserved for it");
            }
        }
    }
}
