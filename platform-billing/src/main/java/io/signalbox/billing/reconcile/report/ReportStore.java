package io.signalbox.billing.reconcile.report;

import io.signalbox.billing.reconcile.report.Drift.Side;
import io.signalbox.billing.reconcile.report.ProviderReport.CostLine;
import io.signalbox.billing.reconcile.report.ProviderReport.UsageLine;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The lines of providers' reports. */
final class ReportStore {

    private static final int ROWS_MAX = 100_000;

    private static final String FORGET = """
            DELETE FROM provider_report_line l USING unnest($2::date[], $3::text[]) AS covered (day, kind)
            WHERE l.provider = $1 AND l.day = covered.day AND l.kind = covered.kind
            """;

    private static final String INSERT_COSTS = """
            INSERT INTO provider_report_line (provider, day, kind, model, cost_nanos, source_sha256)
            SELECT $1, day, 'cost', model, cost, $2 FROM unnest($3::date[], $4::text[], $5::int8[]) AS line (day, model, cost)
            """;

    private static final String INSERT_USAGES = """
            INSERT INTO provider_report_line (provider, day, kind, model, input_tokens, cached_input_tokens, output_tokens, source_sha256)
            SELECT $1, day, 'usage', model, input, cached, output, $2
            FROM unnest($3::date[], $4::text[], $5::int8[], $6::int8[], $7::int8[]) AS line (day, model, input, cached, output)
            """;

    /** Hours are UTC and add up to their events, which is checked all the time, so they need not be added up again. */
    private static final String DRIFT = """
            WITH ours AS (
              SELECT (hour AT TIME ZONE 'UTC')::date AS day, regexp_replace(model, $4, '') AS model,
                sum(cost_nanos)::int8 AS our_cost, sum(unpriced_events)::int8 AS unpriced,
                sum(input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens)::int8 AS our_input,
                sum(cache_read_tokens)::int8 AS our_cached, sum(output_tokens + reasoning_tokens)::int8 AS our_output
              FROM usage_hour
              WHERE provider = $1 AND NOT paid_directly
                AND hour >= ($2::date)::timestamp AT TIME ZONE 'UTC' AND hour < ($3::date + 1)::timestamp AT TIME ZONE 'UTC'
              GROUP BY 1, 2
            ), theirs AS (
              SELECT day, regexp_replace(model, $4, '') AS model, sum(cost_nanos)::int8 AS their_cost,
                sum(input_tokens)::int8 AS their_input, sum(cached_input_tokens)::int8 AS their_cached, sum(output_tokens)::int8 AS their_output
              FROM provider_report_line WHERE provider = $1 AND day BETWEEN $2 AND $3
              GROUP BY 1, 2
            )
            SELECT * FROM ours FULL JOIN theirs USING (day, model) ORDER BY day, model LIMIT $5
            """;

    /** The date of a snapshot at the end of a model's name, as OpenAI and Anthropic write it. */
    private static final String SNAPSHOT = "-(20[0-9]{2}-[0-9]{2}-[0-9]{2}|20[0-9]{6})$";

    @CrossTenant("the account with a provider is the operator's")
    Future<Void> forget(SqlClient tx, String provider, Collection<ReportDay> covered) {
        List<ReportDay> days = List.copyOf(covered);
        return tx.preparedQuery(FORGET)
                .execute(Tuple.of(
                        provider,
                        days.stream().map(ReportDay::day).toArray(LocalDate[]::new),
                        days.stream().map(each -> each.kind().wireName()).toArray(String[]::new)))
                .mapEmpty();
    }

    @CrossTenant("the account with a provider is the operator's")
    Future<Void> insert(SqlClient tx, String provider, ProviderReport report) {
        List<CostLine> costs = report.costs();
        List<UsageLine> usages = report.usages();
        return tx.preparedQuery(INSERT_COSTS)
                .execute(Tuple.of(
                        provider,
                        report.sha256(),
                        costs.stream().map(CostLine::day).toArray(LocalDate[]::new),
                        costs.stream().map(CostLine::model).toArray(String[]::new),
                        costs.stream().map(each -> each.cost().nanos()).toArray(Long[]::new)))
                .compose(done -> tx.preparedQuery(INSERT_USAGES)
                        .execute(Tuple.tuple()
                                .addValue(provider)
                                .addValue(report.sha256())
                                .addValue(usages.stream().map(UsageLine::day).toArray(LocalDate[]::new))
                                .addValue(usages.stream().map(UsageLine::model).toArray(String[]::new))
                                .addValue(usages.stream()
                                        .map(each -> each.tokens().input())
                                        .toArray(Long[]::new))
                                .addValue(usages.stream()
                                        .map(each -> each.tokens().cachedInput())
                                        .toArray(Long[]::new))
                                .addValue(usages.stream()
                                        .map(each -> each.tokens().output())
                                        .toArray(Long[]::new))))
                .mapEmpty();
    }

    /** By model, in the order of days. */
    @CrossTenant("the account with a provider is the operator's")
    Future<List<Drift>> drift(SqlClient tx, String provider, LocalDate from, LocalDate to) {
        return tx.preparedQuery(DRIFT)
                .execute(Tuple.of(provider, from, to, SNAPSHOT, ROWS_MAX + 1))
                .map(rows -> {
                    if (rows.size() > ROWS_MAX) {
                        throw new IllegalArgumentException("that is more than " + ROWS_MAX + " rows; take fewer days");
                    }
                    return rows.stream().map(ReportStore::drift).toList();
                });
    }

    private static Drift drift(Row row) {
        return new Drift(
                row.getLocalDate("day"),
                Optional.of(row.getString("model")),
                side(row, "our_"),
                side(row, "their_"),
                Optional.ofNullable(row.getLong("unpriced")).orElse(0L));
    }

    private static Side side(Row row, String side) {
        return new Side(
                Optional.ofNullable(row.getLong(side + "cost")).map(Money::new),
                Optional.ofNullable(row.getLong(side + "input"))
                        .map(input ->
                                new ReportTokens(input, row.getLong(side + "cached"), row.getLong(side + "output"))));
    }
}
