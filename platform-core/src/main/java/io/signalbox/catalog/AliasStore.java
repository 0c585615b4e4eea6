package io.signalbox.catalog;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** A tenant's own names for models. */
public final class AliasStore {

    private static final String LIST =
            "SELECT alias, model FROM model_alias WHERE tenant_id = $1 ORDER BY alias LIMIT 1000";
    private static final String PUT = """
            INSERT INTO model_alias (tenant_id, alias, model, created_by, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, alias) DO UPDATE SET model = EXCLUDED.model
            """;
    private static final String DELETE = "DELETE FROM model_alias WHERE tenant_id = $1 AND alias = $2";

    /** Alias → catalog name, at most 1000. */
    public Future<Map<String, String>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST).execute(Tuple.of(tenant.value())).map(rows -> {
            Map<String, String> aliases = new TreeMap<>();
            for (Row row : rows) {
                aliases.put(row.getString(0), row.getString(1));
            }
            return aliases;
        });
    }

    /** Makes or redirects an alias. {@code by} is the member's or token's id. */
    public Future<Void> put(TenantId tenant, SqlClient tx, String alias, String model, String by, Instant at) {
        return tx.preparedQuery(PUT)
                .execute(Tuple.of(tenant.value(), alias, model, by, at.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    /** Whether there was such an alias. */
    public Future<Boolean> delete(TenantId tenant, SqlClient tx, String alias) {
        return tx.preparedQuery(DELETE).execute(Tuple.of(tenant.value(), alias)).map(result -> result.rowCount() > 0);
    }
}
