package io.signalbox.db;

import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Transactions under row-level security: the one place that sets a transaction's tenant. Stores take the {@link SqlClient} of a running
 * transaction and never begin one. Safe on any thread.
 *
 * <p>Everything is set for one transaction only ({@code SET LOCAL}), so a pooled connection carries nothing from one tenant to the next; outside
 * a transaction it sees no rows at all. Connections heal by themselves: a transaction during an outage fails with {@code UNAVAILABLE}, one after
 * it finds a fresh connection.
 */
public final class Database {

    private static final String SET_TENANT = "SELECT set_config('signalbox.tenant', $1, true)";
    private static final String CROSS_TENANTS = "SET LOCAL ROLE signalbox_jobs";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(5);

    /** The server ends a statement first (30 s), so this only shows when the server itself has gone silent. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(90);

    private static final int STALE_CONNECTIONS_MAX = 3;
    private static final long NOTICE_MS = 10;

    private static final int STATEMENTS_CACHED = 512;
    private static final int STATEMENT_CHARS_CACHED = 16_384;

    private final Vertx vertx;
    private final Pool pool;

    private Database(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /**
     * Opens a pool over the login of {@code owner}, stepped down to the app role. Does not connect yet.
     *
     * @param owner the login role; the migrations must have been applied
     */
    public static Database connect(Vertx vertx, PgConnectOptions owner, PoolSize size) {
        PgConnectOptions app = new PgConnectOptions(owner)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED)
                .setPreparedStatementCacheSqlLimit(STATEMENT_CHARS_CACHED)
                .addProperty("role", "signalbox_app")
                .addProperty("application_name", "signalbox")
                .addProperty("statement_timeout", "30s")
                .addProperty("lock_timeout", "10s")
                .addProperty("idle_in_transaction_session_timeout", "60s");
        PoolOptions bounds = new PoolOptions()
                .setMaxSize(size.connections())
                .setMaxWaitQueueSize(size.waiting())
                .setConnectionTimeout((int) WAIT_LIMIT.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) CONNECT_LIMIT.toMillis())
                .setTcpKeepAlive(true);
        return new Database(
                vertx,
                PgBuilder.pool()
                        .with(bounds)
                        .with(net)
                        .connectingTo(app)
                        .using(vertx)
                        .build());
    }

    /**
     * Runs {@code work} in a transaction that sees and writes only {@code tenant}'s rows; rolls back when its future fails. Fails as
     * {@code work} does, PostgreSQL's failures turned into faults by {@link PgErrors}. After {@code UNAVAILABLE} the transaction may have been
     * committed all the same: whoever repeats it must be idempotent.
     */
    public <T> Future<T> inTransaction(TenantId tenant, Function<SqlClient, Future<T>> work) {
        return transaction(connection -> connection
                .preparedQuery(SET_TENANT)
                .execute(Tuple.of(tenant.value()))
                .compose(set -> work.apply(connection)));
    }

    /** Runs {@code work} in a transaction over all tenants; only for {@link CrossTenant} store methods. Otherwise as {@link #inTransaction}. */
    public <T> Future<T> acrossTenants(Function<SqlClient, Future<T>> work) {
        return transaction(
                connection -> connection.query(CROSS_TENANTS).execute().compose(set -> work.apply(connection)));
    }

    private <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return begun(work, STALE_CONNECTIONS_MAX)
                .timeout(TRANSACTION_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(PgErrors.translated(failure)));
    }

    /**
     * A connection that died in the pool is handed out until the pool notices, a moment later. When a transaction could not even begin, nothing has
     * happened, so it is tried again after that moment.
     */
    private <T> Future<T> begun(Function<SqlConnection, Future<T>> work, int triesLeft) {
        AtomicBoolean begun = new AtomicBoolean();
        return pool.withTransaction(connection -> {
                    begun.set(true);
                    return work.apply(connection);
                })
                .recover(failure -> failure instanceof ClosedConnectionException && !begun.get() && triesLeft > 0
                        ? vertx.timer(NOTICE_MS, TimeUnit.MILLISECONDS).compose(later -> begun(work, triesLeft - 1))
                        : Future.failedFuture(failure));
    }

    /** Closes every connection; running transactions fail. */
    public Future<Void> close() {
        return pool.close();
    }
}
