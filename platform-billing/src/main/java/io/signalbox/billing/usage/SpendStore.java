package io.signalbox.billing.usage;

import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tenant's usage came to between two instants ({@code from} included, {@code to} not), by when attempts started. Whole hours are read from their
 * sums and the rest from the events, so every figure equals the sum of the events.
 */
public final class SpendStore {

    private static final int LINES_MAX = 1000;

    /** $2 and $3: the range; $4 and $5: the whole hours within it. */
    private static final String ROWS = """
            WITH slice AS (
              SELECT hour, app_id, key_id, model, task, provider, confidence, events, unpriced_events, prompt_tokens, completion_tokens,
                cost_nanos, saved_nanos
              FROM usage_hour WHERE tenant_id = $1 AND hour >= $4 AND hour < $5
              UNION ALL
              SELECT started_at, app_id, key_id, model, coalesce(task, ''), provider, confidence, 1, (cost_nanos IS NULL)::int,
                input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens + audio_in_tokens + image_tokens,
                output_tokens + reasoning_tokens + audio_out_tokens, coalesce(cost_nanos, 0), coalesce(baseline_nanos - cost_nanos, 0)
              FROM usage_event WHERE tenant_id = $1
                AND (started_at >= $2 AND started_at < least($3, $4) OR started_at >= greatest($4, $5) AND started_at < $3)
            )
            """;

    private static final String SUMS = """
            coalesce(sum(events), 0)::int8 AS events, coalesce(sum(unpriced_events), 0)::int8 AS unpriced,
              coalesce(sum(prompt_tokens), 0)::int8 AS prompt, coalesce(sum(completion_tokens), 0)::int8 AS completion,
              coalesce(sum(cost_nanos), 0)::int8 AS cost,
              coalesce(sum(cost_nanos) FILTER (WHERE confidence = 'unknown'), 0)::int8 AS unconfirmed,
              coalesce(sum(saved_nanos), 0)::int8 AS saved
            FROM slice""";

    private static final String SLICE = ROWS + "SELECT %s AS name, " + SUMS;
    private static final String TOTAL = SLICE.formatted("''");
    private static final String BY_MODEL = by("model");
    private static final String BY_TASK = by("task");
    private static final String BY_PROVIDER = by("provider");
    private static final String BY_APP = by("app_id");
    private static final String BY_KEY = by("key_id");
    private static final String PER_DAY = SLICE.formatted("to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD')")
            + " GROUP BY 1 ORDER BY 1 LIMIT " + LINES_MAX;

    /** $6: the zone of the days. Days come first and oldest first, so that the bound never cuts them. */
    private static final String BREAKDOWN = ROWS.stripTrailing() + """
            , dated AS (SELECT *, to_char(hour AT TIME ZONE $6, 'YYYY-MM-DD') AS day FROM slice)
            SELECT CASE WHEN grouping(day) = 0 THEN 'day' WHEN grouping(model) = 0 THEN 'model' ELSE 'task' END AS kind,
              coalesce(day, model, task) AS name, coalesce(provider, '') AS provider,
            """ + SUMS.replace("FROM slice", "FROM dated") + """
             GROUP BY GROUPING SETS ((day, provider), (model), (task))
            ORDER BY kind, day, cost DESC, name LIMIT 5000
            """;

    public Future<Spend> total(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(TOTAL, tenant, tx, from, to).map(lines -> lines.get(0).spend());
    }

    /** By catalog name, dearest first, at most 1000 lines; so are all of these. */
    public Future<List<SpendLine>> byModel(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(BY_MODEL, tenant, tx, from, to);
    }

    public Future<List<SpendLine>> byTask(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(BY_TASK, tenant, tx, from, to);
    }

    public Future<List<SpendLine>> byProvider(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(BY_PROVIDER, tenant, tx, from, to);
    }

    public Future<List<SpendLine>> byApp(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(BY_APP, tenant, tx, from, to);
    }

    public Future<List<SpendLine>> byKey(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(BY_KEY, tenant, tx, from, to);
    }

    /** By UTC day, {@code YYYY-MM-DD}, oldest first; days without usage are missing. */
    public Future<List<SpendLine>> perDay(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return lines(PER_DAY, tenant, tx, from, to);
    }

    /**
     * The whole range at once by day of {@code zone}, model and task, for a page: one look at the rows. Where the zone is off UTC by part of an
     * hour, the hour around midnight belongs to the day it begins in.
     */
    public Future<SpendBreakdown> breakdown(TenantId tenant, SqlClient tx, Instant from, Instant to, ZoneId zone) {
        return tx.preparedQuery(BREAKDOWN)
                .execute(parameters(tenant, from, to).addValue(zone.getId()))
                .map(rows -> {
                    List<SpendBreakdown.Day> days = new ArrayList<>();
                    List<SpendLine> models = new ArrayList<>();
                    List<SpendLine> tasks = new ArrayList<>();
                    rows.forEach(row -> {
                        SpendLine line = read(row);
                        switch (row.getString("kind")) {
                            case "day" ->
                                days.add(new SpendBreakdown.Day(
                                        LocalDate.parse(line.name()), row.getString("provider"), line.spend()));
                            case "model" -> models.add(line);
                            default -> tasks.add(line);
                        }
                    });
                    return new SpendBreakdown(days, models, tasks);
                });
    }

    private static String by(String column) {
        return SLICE.formatted(column) + " GROUP BY 1 ORDER BY cost DESC, name LIMIT " + LINES_MAX;
    }

    private static Future<List<SpendLine>> lines(String sql, TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return tx.preparedQuery(sql).execute(parameters(tenant, from, to)).map(rows -> {
            List<SpendLine> lines = new ArrayList<>();
            rows.forEach(row -> lines.add(read(row)));
            return lines;
        });
    }

    private static Tuple parameters(TenantId tenant, Instant from, Instant to) {
        Instant firstHour = from.equals(from.truncatedTo(ChronoUnit.HOURS))
                ? from
                : from.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Tuple parameters = Tuple.of(tenant.value());
        for (Instant each : List.of(from, to, firstHour, to.truncatedTo(ChronoUnit.HOURS))) {
            parameters.addValue(each.atOffset(ZoneOffset.UTC));
        }
        return parameters;
    }

    private static SpendLine read(Row row) {
        return new SpendLine(
                row.getString("name"),
                new Spend(
                        row.getLong("events"),
                        row.getLong("unpriced"),
                        row.getLong("prompt"),
                        row.getLong("completion"),
                        new Money(row.getLong("cost")),
                        new Money(row.getLong("unconfirmed")),
                        new Money(row.getLong("saved"))));
    }
}
