package io.signalbox.db;

import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * Transactions under row-level security: the one place that sets a transaction's tenant. Stores take the {@link SqlClient} of a running
 * transaction and never begin one. Safe on any thread.
 */
public final class Database {

    private static final String SET_TENANT = "SELECT set_config('signalbox.tenant', $1, true)";
    private static final String CROSS_TENANTS = "SET LOCAL ROLE signalbox_jobs";

    private final Pool pool;

    public Database(Pool pool) {
        this.pool = pool;
    }

    /** Runs {@code work} in a transaction that sees and writes only {@code tenant}'s rows; rolls back when its future fails. */
    public <T> Future<T> inTransaction(TenantId tenant, Function<SqlClient, Future<T>> work) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(SET_TENANT)
                .execute(Tuple.of(tenant.value()))
                .compose(set -> work.apply(connection)));
    }

    /** Runs {@code work} in a transaction over all tenants; only for {@link CrossTenant} store methods. */
    public <T> Future<T> acrossTenants(Function<SqlClient, Future<T>> work) {
        return pool.withTransaction((SqlConnection connection) ->
                connection.query(CROSS_TENANTS).execute().compose(set -> work.apply(connection)));
    }

    /** Closes every connection; running transactions fail. */
    public Future<Void> close() {
        return pool.close();
    }
}
