package io.signalbox.billing.payment;

import static java.time.ZoneOffset.UTC;

import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Orders for payment, and the payments that came. */
public final class PaymentStore {

    private static final String ORDER = """
            INSERT INTO payment_order (tenant_id, id, gateway, purpose, subject, amount_nanos, currency, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
    private static final String FIND = "SELECT * FROM payment_order WHERE id = $1";
    private static final String PAID = """
            INSERT INTO payment (tenant_id, order_id, gateway, event_id, amount_nanos, recorded_by, received_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """;
    private static final String KNOWN = """
            SELECT FROM payment WHERE tenant_id = $1 AND order_id = $2 AND gateway = $3 AND event_id = $4
            """;

    Future<Void> order(TenantId tenant, SqlClient tx, PaymentOrder order) {
        return tx.preparedQuery(ORDER)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(order.id())
                        .addValue(order.gateway())
                        .addValue(order.purpose().wireName())
                        .addValue(order.subject())
                        .addValue(order.amount().nanos())
                        .addValue(order.currency())
                        .addValue(order.createdBy())
                        .addValue(order.createdAt().atOffset(UTC)))
                .mapEmpty();
    }

    @CrossTenant("a gateway names an order, and the order its tenant")
    Future<Optional<PaymentOrder>> find(SqlClient tx, String order) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(order))
                .map(rows -> rows.stream().findFirst().map(PaymentStore::read));
    }

    /** Whether the payment is new: neither its order nor its event was booked before. */
    Future<Boolean> insert(TenantId tenant, SqlClient tx, PaymentNotice notice, String by, Instant now) {
        return tx.preparedQuery(PAID)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(notice.orderId())
                        .addValue(notice.gateway())
                        .addValue(notice.eventId())
                        .addValue(notice.amount().nanos())
                        .addValue(by)
                        .addValue(now.atOffset(UTC)))
                .map(result -> result.rowCount() == 1);
    }

    /** Whether this very event has booked this very order. */
    Future<Boolean> isBooked(TenantId tenant, SqlClient tx, PaymentNotice notice) {
        return tx.preparedQuery(KNOWN)
                .execute(Tuple.of(tenant.value(), notice.orderId(), notice.gateway(), notice.eventId()))
                .map(rows -> rows.size() == 1);
    }

    private static PaymentOrder read(Row row) {
        return new PaymentOrder(
                row.getString("id"),
                new TenantId(row.getString("tenant_id")),
                row.getString("gateway"),
                PaymentOrder.Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
                row.getString("subject"),
                new Money(row.getLong("amount_nanos")),
                row.getString("currency"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
