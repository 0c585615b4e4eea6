package io.signalbox.billing.focus;

import static java.time.ZoneOffset.UTC;

import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceUsageStore.ChargeSums;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The charges of a billing period, hour by hour, each hour a page at a time. */
final class FocusStore {

    static final int PAGE_MAX = 100;

    /** While the invoice is a draft, charges of none are its own too; once it is issued halfway through an export, they still are. */
    private static final String CHARGES = """
            FROM charge c JOIN usage_event e ON e.event_id = c.event_id
              LEFT JOIN invoice_charge i ON i.tenant_id = c.tenant_id AND i.event_id = c.event_id
            WHERE c.tenant_id = $1 AND c.used_at >= $2 AND c.used_at < $3 AND c.charged_at <= $4
              AND coalesce(i.invoice_id, $6) = $5
            """;

    private static final String HOUR =
            "SELECT date_trunc('hour', c.used_at, 'UTC') " + CHARGES + " ORDER BY c.used_at LIMIT 1";

    private static final String PAGE = "SELECT c.app_id, c.key_id, c.provider, c.model, c.paid_directly AS direct, "
            + "c.used_at < $7 AS late, e.requested_model, coalesce(e.task, '') AS task, e.tags::text AS tags, "
            + ChargeSums.COLUMNS + " " + CHARGES
            + " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9 OFFSET $8 LIMIT " + PAGE_MAX;

    /** The first hour with a charge at {@code from} or later. */
    Future<Optional<Instant>> hour(TenantId tenant, SqlClient tx, FocusPeriod period, Instant from) {
        return tx.preparedQuery(HOUR)
                .execute(range(tenant, period, from, period.month().endsAt()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> row.getOffsetDateTime(0).toInstant()));
    }

    /** At most {@value #PAGE_MAX} groups of the hour, behind the first {@code offset}. */
    Future<List<FocusUsage>> page(TenantId tenant, SqlClient tx, FocusPeriod period, Instant hour, int offset) {
        Instant from = later(hour, period.earliest());
        Instant to = earlier(hour.plus(Duration.ofHours(1)), period.month().endsAt());
        return tx.preparedQuery(PAGE)
                .execute(range(tenant, period, from, to)
                        .addValue(period.month().startsAt().atOffset(UTC))
                        .addValue(offset))
                .map(rows -> rows.stream().map(row -> usage(hour, row)).toList());
    }

    private static Tuple range(TenantId tenant, FocusPeriod period, Instant from, Instant to) {
        return Tuple.tuple()
                .addValue(tenant.value())
                .addValue(later(from, period.earliest()).atOffset(UTC))
                .addValue(to.atOffset(UTC))
                .addValue(period.asOf().atOffset(UTC))
                .addValue(period.invoice().map(Invoice::id).orElse(""))
                .addValue(
                        period.isIssued()
                                ? ""
                                : period.invoice().map(Invoice::id).orElse(""));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static FocusUsage usage(Instant hour, Row row) {
        return new FocusUsage(
                hour,
                row.getString("key_id"),
                row.getString("provider"),
                row.getString("requested_model"),
                row.getString("task"),
                row.getString("tags"),
                ChargeSums.group(row));
    }
}
