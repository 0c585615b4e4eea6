package io.signalbox.billing.usage;

import static java.util.stream.Collectors.joining;

import io.signalbox.billing.usage.UsageReport.Cell;
import io.signalbox.billing.usage.UsageReport.Group;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Usage reports, each from one statement. The one source of every sum that a person or program is shown. */
public final class UsageReportStore {

    /** $15: how many groups have lines of their own. */
    private static final String REPORT = Slice.SQL + """
            , cell AS (
              SELECT bucket, %1$s, %2$s FROM slice GROUP BY 1, 2, 3, 4
            ), place AS (
              SELECT g1, g2, g3, row_number() OVER (ORDER BY sum(cost_nanos) DESC, sum(events) DESC, g1, g2, g3) AS place
              FROM cell GROUP BY 1, 2, 3
            ), ranked AS (
              SELECT *, least(place, $15::int8 + 1) AS shown FROM cell JOIN place USING (g1, g2, g3)
            )
            SELECT bucket, shown, min(g1) AS g1, min(g2) AS g2, min(g3) AS g3, sum(events)::int8 AS events,
              sum(unpriced_events)::int8 AS unpriced_events, sum(cost_nanos)::int8 AS cost_nanos,
              sum(unconfirmed_nanos)::int8 AS unconfirmed_nanos, %3$s
            FROM ranked GROUP BY bucket, shown ORDER BY bucket, shown
            """;

    /** Fails when the query is too fine ({@link UsageQuery#isTooFine}). */
    public Future<UsageReport> report(TenantId tenant, SqlClient tx, UsageQuery query) {
        if (query.isTooFine()) {
            return Future.failedFuture(new IllegalArgumentException("a report of too many cells"));
        }
        List<Instant> starts = query.starts();
        if (starts.isEmpty()) {
            return Future.succeededFuture(new UsageReport(query, starts, List.of()));
        }
        return tx.preparedQuery(sql(query.groups()))
                .execute(Slice.parameters(tenant, query, starts).addValue(query.top()))
                .map(rows -> {
                    List<Cell> cells = new ArrayList<>();
                    rows.forEach(
                            row -> cells.add(new Cell(row.getInteger("bucket") - 1, group(row, query), sums(row))));
                    return new UsageReport(query, starts, cells);
                });
    }

    private static String sql(List<Dimension> groups) {
        String named = IntStream.range(0, UsageQuery.GROUPS_MAX)
                .mapToObj(i -> (i < groups.size() ? groups.get(i).column() : "''::text") + " AS g" + (i + 1))
                .collect(joining(", "));
        return REPORT.formatted(
                named,
                Slice.SUMS,
                UsageStore.Columns.list(UsageStore.Columns.SUMMED, column -> "sum(" + column + ")::int8 AS " + column));
    }

    private static Group group(Row row, UsageQuery query) {
        if (row.getLong("shown") > query.top()) {
            return Group.REST;
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < query.groups().size(); i++) {
            values.add(row.getString("g" + (i + 1)));
        }
        return new Group(values, false);
    }

    static UsageSums sums(Row row) {
        return new UsageSums(
                row.getLong("events"),
                row.getLong("unpriced_events"),
                UsageStore.Columns.readUsage(row),
                UsageStore.Columns.readCosts(row),
                UsageStore.Columns.money(row, "unsplit_cost_nanos"),
                UsageStore.Columns.money(row, "cost_nanos"),
                UsageStore.Columns.money(row, "unconfirmed_nanos"),
                UsageStore.Columns.readSavings(row));
    }

    /**
     * A range's usage as rows of {@code slice}, each in its bucket: whole hours from their sums; hours that a border cuts (the zone's midnight where it is off
     * UTC by part of an hour, a range that begins or ends within one) event by event. So every figure is the sum of exactly its events, and few are read.
     */
    static final class Slice {

        private static final String FILTERS = """
                 AND ($6::text[] IS NULL OR app_id = ANY($6)) AND ($7::text[] IS NULL OR key_id = ANY($7))
                    AND ($8::text[] IS NULL OR model = ANY($8)) AND ($9::text[] IS NULL OR coalesce(task, '') = ANY($9))
                    AND ($10::text[] IS NULL OR provider = ANY($10)) AND ($11::text[] IS NULL OR confidence = ANY($11))
                    AND ($12::text[] IS NULL OR CASE WHEN paid_directly THEN 'own' ELSE 'platform' END = ANY($12))""";

        /**
         * $2 and $3: the range; $4: where buckets begin; $5: the hours that are cut; $13 and $14: what of each is in the range. These are worked out beforehand:
         * with row security PostgreSQL uses an index only for comparisons that cannot leak, and adding an interval can.
         */
        static final String SQL = """
                WITH slice AS (
                  SELECT width_bucket(hour, $4::timestamptz[]) AS bucket, app_id, key_id, model, task, provider, confidence,
                    CASE WHEN paid_directly THEN 'own' ELSE 'platform' END AS credential, events, unpriced_events, cost_nanos, %1$s
                  FROM usage_hour
                  WHERE tenant_id = $1 AND hour >= $2 AND hour < $3 AND NOT hour = ANY($5::timestamptz[]) %2$s
                  UNION ALL
                  SELECT width_bucket(started_at, $4::timestamptz[]), app_id, key_id, model, coalesce(task, ''), provider, confidence,
                    CASE WHEN paid_directly THEN 'own' ELSE 'platform' END, 1, (cost_nanos IS NULL)::int, coalesce(cost_nanos, 0), %1$s
                  FROM unnest($13::timestamptz[], $14::timestamptz[]) AS cut (since, until)
                  JOIN usage_event ON tenant_id = $1 AND started_at >= cut.since AND started_at < cut.until %2$s
                )""".formatted(UsageStore.Columns.list(UsageStore.Columns.SUMMED), FILTERS);

        /** Sums as {@link UsageStore} columns name them. */
        static final String SUMS = "sum(events)::int8 AS events, sum(unpriced_events)::int8 AS unpriced_events, "
                + "sum(cost_nanos)::int8 AS cost_nanos, "
                + "coalesce(sum(cost_nanos) FILTER (WHERE confidence = 'unknown'), 0)::int8 AS unconfirmed_nanos, "
                + UsageStore.Columns.list(
                        UsageStore.Columns.SUMMED, column -> "sum(" + column + ")::int8 AS " + column);

        private Slice() {}

        static Tuple parameters(TenantId tenant, UsageQuery query, List<Instant> starts) {
            Tuple parameters = Tuple.of(tenant.value(), at(query.from()), at(query.to()));
            List<Instant> cut = List.copyOf(cutHours(query.to(), starts));
            parameters.addValue(times(starts)).addValue(times(cut));
            for (Dimension each : Dimension.values()) {
                Map<Dimension, Set<String>> filters = query.filters();
                parameters.addValue(
                        filters.containsKey(each) ? filters.get(each).toArray(String[]::new) : null);
            }
            List<Instant> since = cut.stream()
                    .map(hour -> hour.isBefore(query.from()) ? query.from() : hour)
                    .toList();
            List<Instant> until = cut.stream()
                    .map(hour -> hour.plus(1, ChronoUnit.HOURS))
                    .map(end -> end.isAfter(query.to()) ? query.to() : end)
                    .toList();
            return parameters.addValue(times(since)).addValue(times(until));
        }

        private static OffsetDateTime[] times(List<Instant> instants) {
            return instants.stream().map(Slice::at).toArray(OffsetDateTime[]::new);
        }

        private static Set<Instant> cutHours(Instant end, List<Instant> starts) {
            Set<Instant> hours = new TreeSet<>();
            starts.forEach(border -> addIfCut(hours, border));
            addIfCut(hours, end);
            return hours;
        }

        private static void addIfCut(Set<Instant> hours, Instant border) {
            Instant hour = border.truncatedTo(ChronoUnit.HOURS);
            if (!hour.equals(border)) {
                hours.add(hour);
            }
        }

        private static OffsetDateTime at(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
    }
}
