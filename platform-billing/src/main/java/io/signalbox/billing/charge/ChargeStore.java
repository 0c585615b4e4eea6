package io.signalbox.billing.charge;

import static java.time.ZoneOffset.UTC;

import io.signalbox.billing.charge.Charge.DueEvent;
import io.signalbox.db.UnnestColumns;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charges, one a usage event, and the events that still wait for theirs. */
public final class ChargeStore {

    static final int BATCH_MAX = 1_000;

    private static final String TENANTS = "SELECT DISTINCT tenant_id FROM charge_due ORDER BY 1 LIMIT 1000";
    private static final String DUE = """
            SELECT e.event_id, e.started_at, e.paid_directly, e.cost_nanos
            FROM charge_due d JOIN usage_event e ON e.event_id = d.event_id
            WHERE d.tenant_id = $1 ORDER BY e.started_at, e.event_id LIMIT $2
            """;
    private static final String WAITING = """
            SELECT count(*)::int8, coalesce(sum(e.cost_nanos), 0)::int8
            FROM charge_due d JOIN usage_event e ON e.event_id = d.event_id WHERE d.tenant_id = $1 AND NOT e.paid_directly
            """;
    private static final String INSERT = """
            INSERT INTO charge (tenant_id, event_id, transaction_id, used_at, app_id, key_id, provider, model, paid_directly, plan_version,
              cost_nanos, price_nanos, fee_nanos, grant_nanos, prepaid_nanos, owed_nanos, charged_at)
            SELECT $1, e.event_id, $2, e.started_at, e.app_id, e.key_id, e.provider, e.model, e.paid_directly, c.plan_version,
              e.cost_nanos, c.price, c.fee, c.from_grant, c.prepaid, c.owed, $3
            FROM unnest($4::text[], $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9::int8[], $10::int8[])
              AS c (event_id, plan_version, price, fee, from_grant, prepaid, owed)
              JOIN usage_event e ON e.event_id = c.event_id
            """;
    private static final String TOTALS = """
            SELECT count(*)::int8, coalesce(sum(price_nanos), 0)::int8, coalesce(sum(fee_nanos), 0)::int8,
              coalesce(sum(owed_nanos), 0)::int8
            FROM charge WHERE tenant_id = $1 AND used_at >= $2 AND used_at < $3
            """;
    private static final String DONE = "DELETE FROM charge_due WHERE tenant_id = $1 AND event_id = ANY($2)";

    @CrossTenant("the job charges every tenant's events")
    Future<List<TenantId>> tenants(SqlClient tx) {
        return tx.query(TENANTS)
                .execute()
                .map(rows ->
                        rows.stream().map(row -> new TenantId(row.getString(0))).toList());
    }

    /** The oldest events that wait, at most {@value #BATCH_MAX}. */
    Future<List<DueEvent>> due(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(DUE)
                .execute(Tuple.of(tenant.value(), BATCH_MAX))
                .map(rows -> {
                    List<DueEvent> events = new ArrayList<>();
                    rows.forEach(row -> events.add(new DueEvent(
                            row.getString(0),
                            row.getOffsetDateTime(1).toInstant(),
                            row.getBoolean(2),
                            new Money(row.getLong(3)))));
                    return events;
                });
    }

    /** How many events wait that are to be paid for in full, and what they cost. */
    Future<Waiting> waiting(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(WAITING)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next())
                .map(row -> new Waiting(row.getLong(0), new Money(row.getLong(1))));
    }

    record Waiting(long events, Money cost) {}

    /** What charges of a time come to; {@code owed} is what credit did not pay of price and fee. */
    public record Totals(long events, Money price, Money fee, Money owed) {}

    /** Of what was used from {@code from} on, before {@code to}. */
    public Future<Totals> totals(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return tx.preparedQuery(TOTALS)
                .execute(Tuple.of(tenant.value(), from.atOffset(UTC), to.atOffset(UTC)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Totals(
                        row.getLong(0),
                        new Money(row.getLong(1)),
                        new Money(row.getLong(2)),
                        new Money(row.getLong(3))));
    }

    /** Inserts charges and takes their events off the queue; an event that was charged already fails all of them. */
    Future<Void> insert(
            TenantId tenant, SqlClient tx, List<Charge> charges, @Nullable String transaction, Instant now) {
        Tuple columns = new UnnestColumns<>(charges)
                .text(each -> each.event().id())
                .number(Charge::planVersion)
                .number(each -> each.price().nanos())
                .number(each -> each.fee().nanos())
                .number(each -> each.paid().grant().nanos())
                .number(each -> each.paid().prepaid().nanos())
                .number(each -> each.paid().owed().nanos())
                .tuple();
        Tuple values =
                Tuple.tuple().addValue(tenant.value()).addValue(transaction).addValue(now.atOffset(UTC));
        for (int i = 0; i < columns.size(); i++) {
            values.addValue(columns.getValue(i));
        }
        String[] ids = charges.stream().map(each -> each.event().id()).toArray(String[]::new);
        return tx.preparedQuery(INSERT)
                .execute(values)
                .compose(done ->
                        tx.preparedQuery(DONE).execute(Tuple.of(tenant.value()).addValue(ids)))
                .mapEmpty();
    }
}
