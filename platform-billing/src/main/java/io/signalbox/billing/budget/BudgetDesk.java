package io.signalbox.billing.budget;

import io.signalbox.audit.Acting;
import io.signalbox.audit.AuditEntry;
import io.signalbox.audit.AuditStore;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.id.PageRequest;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * What people and programs do with budgets, whether by page or by API. Every change is audited and known to this node before its future completes; each can be
 * tried first, which shows how the budget would stand and changes nothing. Another tenant's budget is as unknown as one that never was: {@code NOT_FOUND}. Safe
 * on any thread.
 */
public final class BudgetDesk {

    private static final String KIND = "budget";

    private final Database database;
    private final Deeds deeds;
    private final IdSource ids;
    private final BudgetStore budgets = new BudgetStore();
    private final BudgetCountStore counts = new BudgetCountStore();
    private final BudgetScopes scopes = new BudgetScopes();
    private final AuditStore audit = new AuditStore();

    public BudgetDesk(Database database, Deeds deeds, IdSource ids) {
        this.database = database;
        this.deeds = deeds;
        this.ids = ids;
    }

    /** The time this desk goes by. */
    public Instant now() {
        return deeds.now();
    }

    /** As they stand, oldest first. */
    public Future<List<BudgetView>> list(TenantId tenant) {
        return database.inTransaction(tenant, tx -> budgets.list(tenant, tx));
    }

    public Future<BudgetView> find(TenantId tenant, BudgetId id) {
        return database.inTransaction(tenant, tx -> existing(tenant, tx, id));
    }

    /** Fails with {@code INVALID_REQUEST} when the scope names nothing of the tenant's. */
    public Future<BudgetView> create(Acting acting, NewBudget wanted) {
        Budget budget = budget(acting, wanted);
        return deeds.openly(
                acting,
                Topic.BUDGETS,
                budget.id().value(),
                tx -> made(tx, budget, wanted.countsFromStart())
                        .map(view -> Deed.created(view, target(budget.id()), audited(view))));
    }

    /** How {@link #create} would leave the budget; nothing stays. */
    public Future<BudgetView> tryCreating(Acting acting, NewBudget wanted) {
        Budget budget = budget(acting, wanted);
        return undone(acting.tenant(), tx -> made(tx, budget, wanted.countsFromStart()));
    }

    /** Fails with {@code VERSION_CONFLICT} when the budget is no longer at {@code version}. */
    public Future<BudgetView> change(Acting acting, BudgetId id, long version, BudgetChange change) {
        TenantId tenant = acting.tenant();
        return deeds.openly(
                acting,
                Topic.BUDGETS,
                id.value(),
                tx -> current(tenant, tx, id, version)
                        .compose(before -> changed(tx, before.budget(), change)
                                .map(after ->
                                        Deed.changed(after, target(id), "changed", audited(before), audited(after)))));
    }

    /** How {@link #change} would leave the budget; nothing stays. */
    public Future<BudgetView> tryChanging(Acting acting, BudgetId id, BudgetChange change) {
        TenantId tenant = acting.tenant();
        return undone(tenant, tx -> existing(tenant, tx, id).compose(before -> changed(tx, before.budget(), change)));
    }

    /** Adds to the limit for a while; fails with {@code INVALID_REQUEST} when {@code raise} would have lapsed already. */
    public Future<BudgetView> raise(Acting acting, BudgetId id, BudgetRaise raise) {
        return deeds.openly(
                acting,
                Topic.BUDGETS,
                id.value(),
                tx -> existing(acting.tenant(), tx, id)
                        .compose(before -> raised(acting, tx, before, raise)
                                .map(after -> Deed.changed(
                                        after,
                                        target(id),
                                        "raised",
                                        audited(before),
                                        audited(after).mergeIn(told(raise))))));
    }

    /** How {@link #raise} would leave the budget; nothing stays. */
    public Future<BudgetView> tryRaising(Acting acting, BudgetId id, BudgetRaise raise) {
        return undone(
                acting.tenant(),
                tx -> existing(acting.tenant(), tx, id).compose(before -> raised(acting, tx, before, raise)));
    }

    /** Ends a budget; its history stays. Fails as {@link #change} does. */
    public Future<BudgetView> archive(Acting acting, BudgetId id, long version) {
        TenantId tenant = acting.tenant();
        return deeds.openly(
                acting,
                Topic.BUDGETS,
                id.value(),
                tx -> current(tenant, tx, id, version)
                        .map(BudgetDesk::editable)
                        .compose(view -> budgets.archive(tenant, tx, id, version, deeds.now())
                                .compose(done -> done ? Future.succeededFuture() : stale())
                                .map(Deed.deleted(view, target(id), audited(view)))));
    }

    /** What was done to a budget, newest first; of an archived one too. */
    public Future<List<AuditEntry>> history(TenantId tenant, BudgetId id, PageRequest page) {
        return database.inTransaction(
                tenant,
                tx -> budgets.isKnown(tenant, tx, id)
                        .compose(known -> known
                                ? audit.listOf(tenant, tx, KIND, id.value(), page)
                                : Future.failedFuture(unknown())));
    }

    private Budget budget(Acting acting, NewBudget wanted) {
        Instant now = deeds.now();
        return new Budget(
                new BudgetId(ids.next("bud")),
                acting.tenant(),
                wanted.name(),
                wanted.scope(),
                wanted.scopeId(),
                wanted.window(),
                wanted.limit(),
                wanted.terms(),
                1,
                acting.actor().id(),
                now,
                now);
    }

    private Future<BudgetView> made(SqlClient tx, Budget budget, boolean counts) {
        TenantId tenant = budget.tenant();
        return scopes.check(tenant, tx, budget.scope(), budget.scopeId())
                .compose(checked -> budgets.insert(tenant, tx, budget))
                .compose(inserted -> counts ? this.counts.count(tenant, tx, budget.id()) : Future.succeededFuture())
                .compose(counted -> existing(tenant, tx, budget.id()));
    }

    private static BudgetView editable(BudgetView view) {
        requireEditable(view.budget());
        return view;
    }

    private static void requireEditable(Budget budget) {
        if (budget.isCredit()) {
            throw Fault.of(
                    FaultCode.CONFLICT, "This budget follows the credit balance; only credit and usage move it.");
        }
    }

    private Future<BudgetView> changed(SqlClient tx, Budget before, BudgetChange change) {
        requireEditable(before);
        return budgets.update(before.tenant(), tx, change.of(before), deeds.now())
                .compose(done -> done ? existing(before.tenant(), tx, before.id()) : stale());
    }

    private Future<BudgetView> raised(Acting acting, SqlClient tx, BudgetView before, BudgetRaise raise) {
        requireEditable(before.budget());
        BudgetId id = before.budget().id();
        return budgets.raise(
                        acting.tenant(),
                        tx,
                        id,
                        ids.next("rse"),
                        raise,
                        acting.actor().id(),
                        deeds.now())
                .compose(done -> done ? existing(acting.tenant(), tx, id) : Future.failedFuture(lapsed()));
    }

    /** Does it, looks, and lets PostgreSQL undo it. */
    private Future<BudgetView> undone(TenantId tenant, Function<SqlClient, Future<BudgetView>> work) {
        AtomicReference<BudgetView> seen = new AtomicReference<>();
        return database.<BudgetView>inTransaction(
                        tenant,
                        tx -> work.apply(tx).compose(view -> {
                            seen.set(view);
                            return Future.failedFuture(new IllegalStateException("a trial is rolled back"));
                        }))
                .recover(failure -> {
                    BudgetView view = seen.get();
                    return view == null ? Future.failedFuture(failure) : Future.succeededFuture(view);
                });
    }

    private Future<BudgetView> existing(TenantId tenant, SqlClient tx, BudgetId id) {
        return budgets.find(tenant, tx, id).map(found -> found.orElseThrow(BudgetDesk::unknown));
    }

    private Future<BudgetView> current(TenantId tenant, SqlClient tx, BudgetId id, long version) {
        return existing(tenant, tx, id)
                .compose(view -> view.budget().version() == version ? Future.succeededFuture(view) : stale());
    }

    private static Deed.Target target(BudgetId id) {
        return new Deed.Target(KIND, id.value());
    }

    private static JsonObject audited(BudgetView view) {
        Budget budget = view.budget();
        JsonObject told = new JsonObject()
                .put("name", budget.name())
                .put("scope", budget.scope().wireName())
                .put("scope_id", budget.scopeId())
                .put("window", budget.window().wireName());
        if (budget.window().isRolling()) {
            told.put("window_hours", budget.window().hours());
        }
        return told.put("limit_usd", budget.limit().usd())
                .put("effective_limit_usd", view.limit().usd())
                .put("action", budget.terms().action().wireName())
                .put("marks", new JsonArray(budget.terms().marks()))
                .put("spent_usd", view.spent().usd());
    }

    private static JsonObject told(BudgetRaise raise) {
        return new JsonObject()
                .put("amount_usd", raise.amount().usd())
                .put("until", raise.until().toString())
                .put("reason", raise.reason());
    }

    private static Fault unknown() {
        return Fault.of(FaultCode.NOT_FOUND, "There is no such budget.");
    }

    private static Fault lapsed() {
        return Fault.with(FaultCode.INVALID_REQUEST, "'until' must be in the future, at most a year from now.")
                .param("until")
                .build();
    }

    private static <T> Future<T> stale() {
        return Future.failedFuture(
                Fault.of(FaultCode.VERSION_CONFLICT, "The budget has changed since you read it. Read it again."));
    }
}
