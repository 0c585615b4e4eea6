package io.signalbox.billing.usage;

import io.signalbox.key.KeyId;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;

/** What single keys cost. */
public final class KeySpendStore {

    /** Whole hours come from their sums; where a zone's midnight is within an hour, the rest of that hour comes from its events. */
    private static final String SPENT = """
            SELECT start.name, (
              coalesce((SELECT sum(h.cost_nanos) FROM usage_hour h
                        WHERE h.tenant_id = $1 AND h.key_id = $2 AND h.hour >= whole.at), 0)
              + coalesce((SELECT sum(e.cost_nanos) FROM usage_event e
                          WHERE e.tenant_id = $1 AND e.key_id = $2 AND e.started_at >= begins.at AND e.started_at < whole.at), 0))::int8 AS nanos
            FROM (SELECT reporting_zone AS zone, (budget_now() AT TIME ZONE reporting_zone)::date AS today
                  FROM tenant WHERE tenant_id = $1) here,
              LATERAL (VALUES ('day', here.today), ('week', date_trunc('week', here.today::timestamp)::date),
                ('month', date_trunc('month', here.today::timestamp)::date)) start (name, first),
              LATERAL (SELECT budget_midnight(start.first, here.zone) AS at) begins,
              LATERAL (SELECT date_trunc('hour', begins.at + interval '1 hour' - interval '1 microsecond', 'UTC') AS at) whole
            """;

    /** By the database's clock. */
    public Future<KeySpend> find(TenantId tenant, SqlClient tx, KeyId key) {
        return tx.preparedQuery(SPENT)
                .execute(Tuple.of(tenant.value(), key.value()))
                .map(rows -> {
                    Map<String, Money> spent = new HashMap<>();
                    for (Row row : rows) {
                        spent.put(row.getString("name"), new Money(row.getLong("nanos")));
                    }
                    return new KeySpend(
                            spent.getOrDefault("day", Money.ZERO),
                            spent.getOrDefault("week", Money.ZERO),
                            spent.getOrDefault("month", Money.ZERO));
                });
    }
}
