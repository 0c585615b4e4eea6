package io.signalbox.billing.usage;

import static java.util.stream.Collectors.joining;

import io.signalbox.billing.usage.UsageReport.Cell;
import io.signalbox.billing.usage.UsageReport.Group;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Usage reports, each from one statement. The one source of every sum that a person or program is shown. */
public final class UsageReportStore {

    /** $15: how many groups have lines of their own. */
    private static final String REPORT = UsageSlice.SQL + """
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
                .execute(UsageSlice.parameters(tenant, query, starts).addValue(query.top()))
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
                UsageSlice.SUMS,
                UsageColumns.list(UsageColumns.SUMMED, column -> "sum(" + column + ")::int8 AS " + column));
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
                UsageColumns.readUsage(row),
                UsageColumns.readCosts(row),
                UsageColumns.money(row, "unsplit_cost_nanos"),
                UsageColumns.money(row, "cost_nanos"),
                UsageColumns.money(row, "unconfirmed_nanos"),
                UsageColumns.readSavings(row));
    }
}
