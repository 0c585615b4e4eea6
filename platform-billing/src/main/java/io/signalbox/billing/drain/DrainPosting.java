package io.signalbox.billing.drain;

import io.signalbox.billing.budget.LeaseAuthority;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.PgErrors;
import io.signalbox.db.Topic;
import io.signalbox.money.Money;
import io.signalbox.telemetry.LogKey;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch, one transaction: events that are not there yet go in; for those alone the ledger is posted, hours are added up, leases end and their costs
 * are spent. Posting the same batch again changes nothing. The budgets' rows, which reservations wait for, are locked last.
 */
public final class DrainPosting {

    private static final Logger LOGGER = LoggerFactory.getLogger(DrainPosting.class);

    private final Database database;
    private final ChangeFeed changes;
    private final UsageStore usage = new UsageStore();
    private final LedgerStore ledger = new LedgerStore();
    private final RequestStore requests = new RequestStore();
    private final LeaseAuthority authority = new LeaseAuthority();

    public DrainPosting(Database database, ChangeFeed changes) {
        this.database = database;
        this.changes = changes;
    }

    /** Returns the budgets whose money moved. */
    Future<Set<BudgetId>> post(DrainBatch batch) {
        return database.acrossTenants(tx -> {
            // One connection answers in order, so nothing here waits for more than it needs to know.
            Future<Void> expected = authority.expectKeys(tx);
            Future<List<Settlement>> inserted = insert(tx, batch.settlements());
            return Future.all(expected, inserted)
                    .compose(ready -> account(tx, batch, inserted.result()))
                    .onSuccess(moved -> tellOverruns(inserted.result()));
        });
    }

    /** The settlements whose events were not there yet. */
    private Future<List<Settlement>> insert(SqlClient tx, List<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return authority
                .named(tx, settlements)
                .compose(named -> usage.insert(tx, named)
                        .map(ids -> named.stream()
                                .filter(each -> ids.contains(each.event().eventId()))
                                .toList()));
    }

    private Future<Set<BudgetId>> account(SqlClient tx, DrainBatch batch, List<Settlement> inserted) {
        List<Future<?>> parts = new ArrayList<>();
        if (!inserted.isEmpty()) {
            Set<String> ids =
                    inserted.stream().map(each -> each.event().eventId()).collect(Collectors.toSet());
            parts.add(ledger.postUsage(tx, ids));
            parts.add(usage.rollUp(tx, ids));
        }
        if (!batch.requests().isEmpty()) {
            parts.add(requests.upsert(tx, batch.requests()));
        }
        Future<Set<BudgetId>> moved = authority.settle(tx, inserted).compose(spent -> recall(tx, spent));
        parts.add(moved);
        return Future.all(parts).map(done -> moved.result());
    }

    /** What cost more than was reserved may have cost money that is in other hands: all of it comes back before more is spent. */
    private Future<Set<BudgetId>> recall(SqlClient tx, LeaseAuthority.Spent spent) {
        Future<Void> told = Future.succeededFuture();
        for (Map.Entry<BudgetId, TenantId> each : spent.overrun().entrySet()) {
            Change recall = new Change(Topic.RECALLS, each.getValue(), each.getKey() + " *");
            told = told.compose(done -> changes.publish(tx, recall));
        }
        return told.map(spent.moved());
    }

    /** Whether {@code failure} is about what is in the batch, so that trying again is no use. */
    boolean isRefused(Throwable failure) {
        return PgErrors.isRefusalOfData(failure);
    }

    private static void tellOverruns(List<Settlement> inserted) {
        for (Settlement each : inserted) {
            Money cost = each.event().cost().orElse(Money.ZERO);
            if (cost.compareTo(each.reserved()) > 0) {
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
