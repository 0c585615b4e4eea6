package io.signalbox.e2e.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.billing.ledger.Reconciliation;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** The books of a gateway as its embedded PostgreSQL keeps them, read as a superuser: no policy hides a row. */
public final class NodeBooks implements AutoCloseable {

    private static final String USED = "SELECT coalesce(sum(cost_nanos), 0)::bigint FROM usage_event";

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Database database;

    public NodeBooks(GatewayProcess gateway) {
        Properties cluster = gateway.databaseProperties();
        PgConnectOptions options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(cluster.getProperty("port")))
                .setDatabase("signalbox")
                .setUser("postgres")
                .setPassword(cluster.getProperty("postgres.password"));
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(options)
                .using(vertx)
                .build();
        PgConnectOptions owner =
                new PgConnectOptions(options).setUser("signalbox").setPassword(cluster.getProperty("login.password"));
        database = Database.connect(vertx, owner, PoolSize.of(2));
    }

    /** Every two figures that should be one and are not. */
    public List<Reconciliation.Difference> differences() {
        return await(new Reconciliation(database).check(), "reconcile");
    }

    /** A query for one number. */
    public long number(String sql) {
        return rows(sql).iterator().next().getLong(0);
    }

    /** What all usage events cost, in nano-USD. */
    public long usedNanos() {
        return number(USED);
    }

    /** What all usage events of one key cost, in nano-USD. */
    public long usedNanos(String keyId) {
        return number(USED + " WHERE key_id = '" + keyId + "'");
    }

    public long budgetSpentNanos(String budgetId) {
        return number(
                "SELECT coalesce(sum(spent_nanos), 0)::bigint FROM budget_period WHERE budget_id = '" + budgetId + "'");
    }

    public long budgetHeldNanos(String budgetId) {
        return number(
                "SELECT coalesce(sum(held_nanos), 0)::bigint FROM budget_period WHERE budget_id = '" + budgetId + "'");
    }

    /** The sum of all entries of the ledger: anything but zero is a lie. */
    public long ledgerSumNanos() {
        return number("SELECT coalesce(sum(amount_nanos), 0)::bigint FROM ledger_entry");
    }

    /** What the ledger says was used: the debits of all expense accounts. */
    public long ledgerExpenseNanos() {
        return number("SELECT coalesce(sum(entry.amount_nanos), 0)::bigint FROM ledger_entry entry"
                + " JOIN ledger_account account ON account.tenant_id = entry.tenant_id AND account.code = entry.account"
                + " WHERE account.kind = 'expense'");
    }

    /** The ids of all requests that are billed or were refused. */
    public Set<String> requestIds() {
        Set<String> ids = new HashSet<>();
        for (Row row : rows("SELECT request_id FROM usage_event UNION SELECT request_id FROM request_record")) {
            ids.add(row.getString(0));
        }
        return ids;
    }

    @Override
    public void close() {
        try {
            pool.close().await(5, SECONDS);
            database.close().await(5, SECONDS);
            vertx.close().await(5, SECONDS);
        } catch (TimeoutException stuck) {
            throw new AssertionError("the pool does not close", stuck);
        }
    }

    private RowSet<Row> rows(String sql) {
        return await(pool.query(sql).execute(), sql);
    }

    private static <T> T await(Future<T> answer, String question) {
        try {
            return answer.await(10, SECONDS);
        } catch (TimeoutException stuck) {
            throw new AssertionError("the database does not answer " + question, stuck);
        }
    }
}
