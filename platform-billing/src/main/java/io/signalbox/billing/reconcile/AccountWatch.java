package io.signalbox.billing.reconcile;

import io.signalbox.billing.ledger.Reconciliation;
import io.signalbox.billing.ledger.Reconciliation.Difference;
import io.signalbox.billing.reconcile.FindingStore.Kept;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.Announcement;
import io.signalbox.webhook.DeliveryStore;
import io.signalbox.webhook.EventType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the accounts all the time. Every minute everything while that is little, else what was written in the last ten minutes; every day everything. A
 * difference is kept with its evidence, logged as an error, counted, told to the platform's channels; and the budget it is about is frozen on every node
 * within seconds: requests that spend from it are refused with {@code UNAVAILABLE} until an operator has cleared the finding.
 */
public final class AccountWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountWatch.class);

    /** As many events take about a second to add up. */
    static final long EVENTS_AT_ONCE = 200_000;

    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Database database;
    private final ChangeFeed changes;
    private final IdSource ids;
    private final InstantSource clock;
    private final Meters meters;
    private final Reconciliation everything;
    private final FindingStore findings = new FindingStore();
    private final DeliveryStore deliveries = new DeliveryStore();

    public AccountWatch(Database database, ChangeFeed changes, IdSource ids, InstantSource clock, Meters meters) {
        this.database = database;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
        this.meters = meters;
        this.everything = new Reconciliation(database);
    }

    /** The check of every minute. */
    public Future<Void> checkLately() {
        return database.acrossTenants(findings::events)
                .compose(events -> events < EVENTS_AT_ONCE
                        ? everything.check()
                        : database.acrossTenants(tx -> findings.lately(tx, LATELY)))
                .compose(this::keepAll)
                .mapEmpty();
    }

    /** The check of every day. Answers all that does not agree now. */
    public Future<List<Difference>> checkEverything() {
        return everything.check().compose(found -> keepAll(found).map(found));
    }

    /** What was found and not cleared, oldest first, at most 1000. */
    public Future<List<Finding>> open() {
        return database.acrossTenants(findings::open);
    }

    /** Clears a finding, which thaws its budget unless another keeps it frozen; answers whether there was one. {@code note} says why, for the record. */
    public Future<Boolean> clear(String finding, String note) {
        return database.acrossTenants(tx -> findings.clear(tx, finding, note).compose(cleared -> publish(tx, cleared)))
                .map(cleared -> {
                    cleared.flatMap(FindingStore.Cleared::tenant).ifPresent(tenant -> changes.announce(change(tenant)));
                    return cleared.isPresent();
                });
    }

    private Future<Optional<FindingStore.Cleared>> publish(SqlClient tx, Optional<FindingStore.Cleared> cleared) {
        return cleared.flatMap(FindingStore.Cleared::tenant)
                .map(tenant -> changes.publish(tx, change(tenant)).map(cleared))
                .orElseGet(() -> Future.succeededFuture(cleared));
    }

    private Future<Void> keepAll(List<Difference> differences) {
        Future<Void> kept = Future.succeededFuture();
        for (Difference each : differences) {
            kept = kept.compose(done -> keep(each));
        }
        return kept;
    }

    private Future<Void> keep(Difference difference) {
        String id = ids.next("fnd");
        return database.acrossTenants(tx -> findings.keep(tx, id, difference, budgetOf(difference))
                        .compose(kept -> kept.map(fresh -> act(tx, id, fresh).map(kept))
                                .orElseGet(() -> Future.succeededFuture(kept))))
                .compose(kept -> kept.map(fresh -> tell(id, difference, fresh)).orElseGet(Future::succeededFuture));
    }

    private Future<Void> act(SqlClient tx, String id, Kept fresh) {
        if (fresh.tenant().isEmpty() || fresh.budget().isEmpty()) {
            return Future.succeededFuture();
        }
        TenantId tenant = fresh.tenant().get();
        return findings.freeze(tenant, tx, fresh.budget().get(), id)
                .compose(frozen -> changes.publish(tx, change(tenant)));
    }

    private Future<Void> tell(String id, Difference difference, Kept fresh) {
        meters.ledgerGap();
        LOGGER.atError()
                .addKeyValue(LogKey.EVENT, id)
                .addKeyValue(LogKey.REASON, difference.check())
                .addKeyValue(
                        LogKey.CAUSE,
                        difference.subject() + ": expected " + difference.expected() + ", found " + difference.actual())
                .log("the accounts do not agree; grants of the budget stop until the finding is cleared");
        fresh.tenant().ifPresent(tenant -> changes.announce(change(tenant)));
        Announcement news = new Announcement(
                id,
                EventType.RECONCILIATION_DIFFERENCE,
                clock.instant(),
                "The accounts do not agree: " + difference.check() + " fails for " + difference.subject() + ".",
                new JsonObject()
                        .put("finding_id", id)
                        .put("check", difference.check())
                        .put("subject", difference.subject())
                        .put("expected_nanos", difference.expected())
                        .put("actual_nanos", difference.actual())
                        .put("frozen_budget_id", fresh.budget().orElse(null)));
        return database.inTransaction(Tenant.PLATFORM, tx -> deliveries.announce(Tenant.PLATFORM, tx, news, Set.of()))
                .mapEmpty();
    }

    /** The checks of budgets name the budget, a space and the period. */
    private static Optional<String> budgetOf(Difference difference) {
        String subject = difference.subject();
        int space = subject.indexOf(' ');
        return subject.startsWith("bud_") && space > 0 ? Optional.of(subject.substring(0, space)) : Optional.empty();
    }

    private static Change change(TenantId tenant) {
        return new Change(Topic.BUDGETS, tenant, "");
    }
}
