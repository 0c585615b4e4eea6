package io.signalbox.billing.alert;

import static java.time.ZoneOffset.UTC;

import io.signalbox.db.UnnestColumns;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.EventType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alerts, and what of the hourly sums of usage decides about them. */
final class AlertStore {

    private static final String RAISE = """
            INSERT INTO alert (tenant_id, id, rule_id, event_type, subject, alert_window, mark, summary, details, raised_at)
            SELECT $9, id, rule_id, event_type, subject, alert_window, mark, summary, details, raised_at
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::text[], $8::text[], $10::timestamptz[])
              AS found (id, rule_id, event_type, subject, alert_window, mark, summary, details, raised_at)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    private static final String LIST = """
            SELECT a.* FROM alert a
            WHERE a.tenant_id = $1 AND (NOT $2 OR a.acked_at IS NULL)
              AND ($3::text IS NULL OR (a.raised_at, a.id) < (SELECT o.raised_at, o.id FROM alert o WHERE o.tenant_id = $1 AND o.id = $3))
            ORDER BY a.raised_at DESC, a.id DESC LIMIT $4
            """;
    private static final String FIND = "SELECT * FROM alert WHERE tenant_id = $1 AND id = $2";

    private static final String ACK =
            "UPDATE alert SET acked_at = $3, acked_by = $4 WHERE tenant_id = $1 AND id = $2 AND acked_at IS NULL";

    /** The spend of one hour of the day on this and the days before, by app, and ('') of the whole tenant. */
    private static final String HOURS = """
            SELECT coalesce(app_id, '') AS app, hour, sum(cost_nanos)::int8 AS cost
            FROM usage_hour WHERE tenant_id = $1 AND hour = ANY($2)
            GROUP BY GROUPING SETS ((app_id, hour), (hour))
            """;

    private static final String FIRST_HOUR = "SELECT min(hour) FROM usage_hour WHERE tenant_id = $1";

    private static final String UNPRICED = """
            SELECT model, sum(unpriced_events)::int8 AS events FROM usage_hour
            WHERE tenant_id = $1 AND hour >= $2 AND unpriced_events > 0
            GROUP BY model ORDER BY model LIMIT 200
            """;

    /** What an app, or with an empty {@code app} the whole tenant, spent in an hour. */
    record HourlySpend(String app, Instant hour, Money cost) {}

    /** A model without a price, and how often it was used. */
    record UnpricedModel(String model, long events) {}

    /** Writes down those that are new, and answers their ids. */
    Future<Set<String>> raise(TenantId tenant, SqlClient tx, List<Alert> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple rows = new UnnestColumns<>(found)
                .text(alert -> alert.id().value())
                .text(alert -> alert.rule().value())
                .text(alert -> alert.type().wireName())
                .text(Alert::subject)
                .text(Alert::window)
                .number(Alert::mark)
                .text(Alert::summary)
                .text(alert -> alert.details().encode())
                .tuple()
                .addValue(tenant.value())
                .addValue(found.stream()
                        .map(alert -> alert.raisedAt().atOffset(UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(RAISE).execute(rows).map(raised -> {
            Set<String> ids = new HashSet<>();
            raised.forEach(row -> ids.add(row.getString(0)));
            return ids;
        });
    }

    /** Newest first, after the one with id {@code after}. */
    Future<List<Alert>> list(TenantId tenant, SqlClient tx, boolean openOnly, Optional<String> after, int limit) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), openOnly, after.orElse(null), limit))
                .map(rows -> rows.stream().map(AlertStore::read).toList());
    }

    Future<Optional<Alert>> find(TenantId tenant, SqlClient tx, AlertId id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> rows.stream().findFirst().map(AlertStore::read));
    }

    /** Answers whether it was this that acknowledged it. */
    Future<Boolean> acknowledge(TenantId tenant, SqlClient tx, AlertId id, String by, Instant at) {
        return tx.preparedQuery(ACK)
                .execute(Tuple.of(tenant.value(), id.value(), at.atOffset(UTC), by))
                .map(done -> done.rowCount() == 1);
    }

    Future<List<HourlySpend>> hours(TenantId tenant, SqlClient tx, List<Instant> hours) {
        OffsetDateTime[] wanted = hours.stream().map(each -> each.atOffset(UTC)).toArray(OffsetDateTime[]::new);
        return tx.preparedQuery(HOURS)
                .execute(Tuple.of(tenant.value()).addValue(wanted))
                .map(rows -> rows.stream()
                        .map(row -> new HourlySpend(
                                row.getString("app"),
                                row.getOffsetDateTime("hour").toInstant(),
                                new Money(row.getLong("cost"))))
                        .toList());
    }

    Future<Optional<Instant>> firstHour(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(FIRST_HOUR)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
                        .map(OffsetDateTime::toInstant));
    }

    Future<List<UnpricedModel>> unpriced(TenantId tenant, SqlClient tx, Instant since) {
        return tx.preparedQuery(UNPRICED)
                .execute(Tuple.of(tenant.value(), since.atOffset(UTC)))
                .map(rows -> rows.stream()
                        .map(row -> new UnpricedModel(row.getString("model"), row.getLong("events")))
                        .toList());
    }

    private static Alert read(Row row) {
        return new Alert(
                new AlertId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                new RuleId(row.getString("rule_id")),
                EventType.ofWireName(row.getString("event_type")).orElseThrow(),
                row.getString("subject"),
                row.getString("alert_window"),
                row.getInteger("mark"),
                row.getString("summary"),
                new JsonObject(row.getString("details")),
                row.getOffsetDateTime("raised_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("acked_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("acked_by")));
    }
}
