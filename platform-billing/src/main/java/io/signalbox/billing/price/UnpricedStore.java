package io.signalbox.billing.price;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a tenant used without anybody knowing what it costs: read from the hours, so cheap. */
public final class UnpricedStore {

    private static final String LIST = """
            SELECT provider, model, min(hour) AS since, max(hour) AS latest, sum(unpriced_events)::int8 AS events FROM usage_hour
            WHERE tenant_id = $1 AND unpriced_events > 0 GROUP BY provider, model ORDER BY latest DESC, provider, model LIMIT 1000
            """;

    /** {@code since} and {@code latest} are the hours, in UTC, of the first and the last such attempt. */
    public record Unpriced(String provider, String model, Instant since, Instant latest, long events) {}

    /** The latest first, at most 1000. */
    public Future<List<Unpriced>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST).execute(Tuple.of(tenant.value())).map(rows -> {
            List<Unpriced> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Unpriced(
                    row.getString("provider"),
                    row.getString("model"),
                    row.getOffsetDateTime("since").toInstant(),
                    row.getOffsetDateTime("latest").toInstant(),
                    row.getLong("events"))));
            return found;
        });
    }
}
