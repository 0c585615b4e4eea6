package io.signalbox.billing.usage;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What a tenant's usage came to, day by day and seen by model and task at once: one look at the rows for a page. */
public final class SpendStore {

    /** Days come first and oldest first, so that the bound never cuts them. */
    private static final String BREAKDOWN = UsageReportStore.Slice.SQL + """

            SELECT CASE WHEN grouping(bucket) = 0 THEN 'day' WHEN grouping(model) = 0 THEN 'model' ELSE 'task' END AS kind,
              bucket, coalesce(model, task, '') AS name, coalesce(provider, '') AS provider, %s
            FROM slice GROUP BY GROUPING SETS ((bucket, provider), (model), (task))
            ORDER BY kind, bucket, cost_nanos DESC, name LIMIT 5000
            """.formatted(UsageReportStore.Slice.SUMS);

    /** {@code from} included, {@code to} not; days are {@code zone}'s, at most 400. */
    public Future<SpendBreakdown> breakdown(TenantId tenant, SqlClient tx, Instant from, Instant to, ZoneId zone) {
        UsageQuery query = UsageQuery.whole(from, to, zone).per(Bucket.DAY);
        List<Instant> starts = query.starts();
        Tuple parameters = UsageReportStore.Slice.parameters(tenant, query, starts);
        return tx.preparedQuery(BREAKDOWN).execute(parameters).map(rows -> {
            List<SpendBreakdown.Day> days = new ArrayList<>();
            List<SpendLine> models = new ArrayList<>();
            List<SpendLine> tasks = new ArrayList<>();
            rows.forEach(row -> {
                switch (row.getString("kind")) {
                    case "day" -> days.add(day(row, starts, zone));
                    case "model" -> models.add(new SpendLine(row.getString("name"), spend(row)));
                    default -> tasks.add(new SpendLine(row.getString("name"), spend(row)));
                }
            });
            return new SpendBreakdown(days, models, tasks);
        });
    }

    private static SpendBreakdown.Day day(Row row, List<Instant> starts, ZoneId zone) {
        LocalDate date = LocalDate.ofInstant(starts.get(row.getInteger("bucket") - 1), zone);
        return new SpendBreakdown.Day(date, row.getString("provider"), spend(row));
    }

    private static Spend spend(Row row) {
        UsageSums sums = UsageReportStore.sums(row);
        return new Spend(
                sums.attempts(),
                sums.unpriced(),
                sums.tokens().promptTokens(),
                sums.tokens().completionTokens(),
                sums.cost(),
                sums.unconfirmed(),
                sums.savings().routing());
    }
}
