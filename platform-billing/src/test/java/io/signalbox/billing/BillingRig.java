package io.signalbox.billing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetGate;
import io.signalbox.billing.budget.BudgetGateOptions;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.BudgetWatch;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.drain.DrainPosting;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.JournalOptions;
import io.signalbox.billing.ledger.Reconciliation;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A node's money side over a real database and a real journal, and short ways to use it. Off the event loop. */
public final class BillingRig {

    public static final Instant NOW = Instant.parse("2026-11-20T10:15:00Z");

    private final Vertx vertx;
    private final Database database;
    private final PgConnectOptions owner;
    private final BudgetStore budgets = new BudgetStore();
    private final BudgetWatch watch;
    private final ChangeFeed changes;
    private final IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
    private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
    private JournalOptions journal;
    private BudgetGateOptions gate = BudgetGateOptions.STANDARD;

    public BillingRig(Vertx vertx, Database database, PgConnectOptions owner, Path journal) {
        this.vertx = vertx;
        this.database = database;
        this.owner = owner;
        this.watch = new BudgetWatch(database, budgets);
        this.changes = new ChangeFeed(vertx, owner, database);
        this.journal = JournalOptions.in(journal).withSegments(64 * 1024, 64L * 1024 * 1024);
    }

    public BillingRig withPatience(Duration patience) {
        gate = gate.withPatience(patience);
        return this;
    }

    /** Listens to what other nodes say, until {@link #stopListening()}. */
    public BillingRig listening() {
        await(changes.start());
        return this;
    }

    public void stopListening() {
        await(changes.close());
    }

    public BillingRig withJournal(Path folder) {
        journal = JournalOptions.in(folder).withSegments(64 * 1024, 64L * 1024 * 1024);
        return this;
    }

    public BillingNode open() {
        return await(BillingNode.open(parts(journal)));
    }

    public Future<BillingNode> opening(JournalOptions options) {
        return BillingNode.open(parts(options));
    }

    /** A gate of its own, without a drain behind it. */
    public BudgetGate.Parts gateParts(Journal over, NodeEpoch node) {
        return new BudgetGate.Parts(vertx, database, changes, watch, over, node, ids, InstantSource.system(), gate);
    }

    /** What brings a journal into the database, without a node around it. */
    public DrainPosting posting() {
        return new DrainPosting(database, changes);
    }

    public JournalOptions journalOptions() {
        return journal;
    }

    public String id(String prefix) {
        return ids.next(prefix);
    }

    /** Makes a tenant known; budgets belong to one. */
    public void tenant(TenantId tenant) {
        sql("INSERT INTO tenant (tenant_id, name, created_at) VALUES ('" + tenant
                + "', 'Test', now()) ON CONFLICT DO NOTHING");
    }

    public Budget budget(Caller caller, BudgetScope scope, BudgetWindow window, Money limit) {
        tenant(caller.tenant());
        String scopeId = switch (scope) {
            case TENANT -> caller.tenant().value();
            case APP -> caller.app().value();
            case KEY -> caller.key().value();
            case MEMBER -> caller.member().orElseThrow().value();
            case TASK, MODEL, TAG -> throw new IllegalArgumentException("say which " + scope.wireName());
        };
        return budget(caller, scope, scopeId, window, limit);
    }

    public Budget budget(Caller caller, BudgetScope scope, String scopeId, BudgetWindow window, Money limit) {
        tenant(caller.tenant());
        Budget budget = new Budget(
                new BudgetId(ids.next("bud")),
                caller.tenant(),
                "cap of the " + scope.wireName(),
                scope,
                scopeId,
                window,
                limit,
                1,
                "mem_test",
                NOW,
                NOW);
        await(database.inTransaction(caller.tenant(), tx -> budgets.insert(caller.tenant(), tx, budget)));
        watch.onChange(new Change(Topic.BUDGETS, caller.tenant(), budget.id().value()));
        return budget;
    }

    public BudgetView view(Budget budget) {
        return await(database.inTransaction(budget.tenant(), tx -> budgets.find(budget.tenant(), tx, budget.id())))
                .orElseThrow();
    }

    public BudgetStore budgets() {
        return budgets;
    }

    public BudgetWatch watch() {
        return watch;
    }

    public Database database() {
        return database;
    }

    /** From now on the database's clock stands at {@code time} for every decision about budgets. */
    public void setClock(Instant time) {
        asOwner("CREATE OR REPLACE FUNCTION budget_now() RETURNS timestamptz LANGUAGE sql STABLE AS"
                + " $$ SELECT timestamptz '" + time + "' $$");
    }

    /** Over all tenants. */
    public List<Row> sql(String sql) {
        return await(database.acrossTenants(tx -> tx.query(sql).execute().map(BillingRig::rows)));
    }

    /** As the login that owns everything, which row-level security keeps from the rows. */
    public List<Row> asOwner(String sql) {
        return await(PgConnection.connect(vertx, owner)
                .compose(connection ->
                        connection.query(sql).execute().map(BillingRig::rows).eventually(connection::close)));
    }

    public long number(String sql) {
        return sql(sql).get(0).getLong(0);
    }

    /** The invariants that hold at every moment; and the journal never failed. */
    public void assertReconciled() {
        assertThat(await(new Reconciliation(database).check())).isEmpty();
        assertThat(fatal).isNotDone();
    }

    /** Nothing runs any more: everything is accounted for, and once the node gives back what it has for the next, nothing is held. */
    public void assertSettled(BillingNode node) {
        await(node.drain().catchUp());
        assertReconciled();
        assertThat(await(node.gate().stop())).as("no attempt has money").isTrue();
        assertReconciled();
        assertThat(number("SELECT count(*) FROM lease WHERE remaining_nanos > 0"))
                .isZero();
        assertThat(number("SELECT coalesce(sum(held_nanos), 0)::int8 FROM budget_period"))
                .isZero();
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(20, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing for 20 s", late);
        }
    }

    private static List<Row> rows(RowSet<Row> rows) {
        List<Row> all = new ArrayList<>();
        rows.forEach(all::add);
        return all;
    }

    private BillingNode.Parts parts(JournalOptions options) {
        return new BillingNode.Parts(
                vertx, database, changes, watch, options, gate, InstantSource.system(), ids, fatal::complete);
    }
}
