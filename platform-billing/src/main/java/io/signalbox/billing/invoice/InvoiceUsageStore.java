package io.signalbox.billing.invoice;

import static java.time.ZoneOffset.UTC;

import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The charges that no issued invoice has, of a period and before. */
public final class InvoiceUsageStore {

    private static final String OPEN = """
            FROM charge c JOIN usage_event e ON e.event_id = c.event_id
            WHERE c.tenant_id = $1 AND c.used_at < $2
              AND NOT EXISTS (SELECT FROM invoice_charge i WHERE i.tenant_id = $1 AND i.event_id = c.event_id)
            """;
    private static final String GROUPS = "SELECT c.app_id, c.model, c.paid_directly AS direct, c.used_at < $3 AS late, "
            + ChargeSums.COLUMNS
            + " " + OPEN + " GROUP BY 1, 2, 3, 4 ORDER BY 4 DESC, 1, 2, 3";
    private static final String TAKE =
            "INSERT INTO invoice_charge (tenant_id, event_id, invoice_id) SELECT $1, c.event_id, $3 " + OPEN;

    /** What is to be billed for everything before the end of {@code period}. */
    Future<List<UsageGroup>> open(TenantId tenant, SqlClient tx, BillingMonth period) {
        return tx.preparedQuery(GROUPS)
                .execute(Tuple.of(
                        tenant.value(),
                        period.endsAt().atOffset(UTC),
                        period.startsAt().atOffset(UTC)))
                .map(rows -> {
                    List<UsageGroup> groups = new ArrayList<>();
                    rows.forEach(row -> groups.add(ChargeSums.group(row)));
                    return groups;
                });
    }

    /** Makes the same charges the invoice's own. */
    Future<Void> take(TenantId tenant, SqlClient tx, BillingMonth period, String invoice) {
        return tx.preparedQuery(TAKE)
                .execute(Tuple.of(tenant.value(), period.endsAt().atOffset(UTC), invoice))
                .mapEmpty();
    }

    /** What queries that add up charges select, so that every sum of charges is divided into token classes alike. */
    public static final class ChargeSums {

        private static final List<String> CLASSES = Arrays.stream(TokenClass.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();

        /** The sums of {@code charge c} and its {@code usage_event e}. */
        public static final String COLUMNS = "sum(c.price_nanos)::int8 AS price, sum(c.fee_nanos)::int8 AS fee, "
                + "sum(c.owed_nanos)::int8 AS owed, sum(e.unsplit_cost_nanos)::int8 AS unsplit_cost, "
                + CLASSES.stream()
                        .map(each -> "sum(e." + each + "_tokens)::int8 AS " + each + ", sum(e." + each
                                + "_cost_nanos)::int8 AS " + each + "_cost")
                        .collect(Collectors.joining(", "));

        private ChargeSums() {}

        /** Reads {@link #COLUMNS} beside {@code app_id}, {@code model}, {@code direct} and {@code late}. */
        public static UsageGroup group(Row row) {
            Map<String, UsageGroup.Part> meters = new LinkedHashMap<>();
            CLASSES.forEach(
                    each -> meters.put(each, new UsageGroup.Part(row.getLong(each), row.getLong(each + "_cost"))));
            meters.put(InvoiceLine.UNSPLIT, new UsageGroup.Part(0, row.getLong("unsplit_cost")));
            return new UsageGroup(
                    row.getString("app_id"),
                    row.getString("model"),
                    row.getBoolean("direct"),
                    row.getBoolean("late"),
                    meters,
                    new Money(row.getLong("price")),
                    new Money(row.getLong("fee")),
                    new Money(row.getLong("owed")));
        }
    }
}
