package io.signalbox.billing.charge;

import static java.time.ZoneOffset.UTC;

import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Credits and what is left of them. */
public final class CreditStore {

    private static final String INSERT = """
            INSERT INTO credit (tenant_id, id, kind, amount_nanos, remaining_nanos, expires_at, note, created_by, created_at)
            VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)
            """;
    private static final String LEFT =
            "SELECT * FROM credit WHERE tenant_id = $1 AND remaining_nanos > 0 ORDER BY id FOR UPDATE";
    private static final String LIST =
            "SELECT * FROM credit WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1000";
    private static final String TAKE = """
            UPDATE credit SET remaining_nanos = taken.remaining
            FROM unnest($2::text[], $3::int8[]) AS taken (id, remaining)
            WHERE tenant_id = $1 AND credit.id = taken.id AND remaining_nanos <> taken.remaining
            """;
    private static final String EXPIRE = """
            UPDATE credit SET expired_nanos = expired_nanos + remaining_nanos, remaining_nanos = 0 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String EXPIRING = """
            SELECT DISTINCT tenant_id FROM credit WHERE remaining_nanos > 0 AND expires_at <= $1 ORDER BY 1 LIMIT 1000
            """;

    Future<Void> insert(TenantId tenant, SqlClient tx, Credit credit) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(credit.id())
                        .addValue(credit.kind().wireName())
                        .addValue(credit.amount().nanos())
                        .addValue(credit.expiresAt().map(CreditStore::time).orElse(null))
                        .addValue(credit.note())
                        .addValue(credit.createdBy())
                        .addValue(time(credit.createdAt())))
                .mapEmpty();
    }

    /** What is not used up, locked until the transaction ends. */
    Future<List<Credit>> lockLeft(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LEFT).execute(Tuple.of(tenant.value())).map(CreditStore::readAll);
    }

    /** Newest first, at most 1000. */
    public Future<List<Credit>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST).execute(Tuple.of(tenant.value())).map(CreditStore::readAll);
    }

    /** Writes down what is left of credits that {@link #lockLeft} gave. */
    Future<Void> leave(TenantId tenant, SqlClient tx, Map<String, Long> left) {
        return tx.preparedQuery(TAKE)
                .execute(Tuple.of(tenant.value())
                        .addValue(left.keySet().toArray(String[]::new))
                        .addValue(left.values().toArray(Long[]::new)))
                .mapEmpty();
    }

    Future<Void> expire(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(EXPIRE).execute(Tuple.of(tenant.value(), id)).mapEmpty();
    }

    @CrossTenant("the job looks for every tenant's credits that have expired")
    Future<List<TenantId>> expiring(SqlClient tx, Instant now) {
        return tx.preparedQuery(EXPIRING)
                .execute(Tuple.of(time(now)))
                .map(rows ->
                        rows.stream().map(row -> new TenantId(row.getString(0))).toList());
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(UTC);
    }

    private static List<Credit> readAll(RowSet<Row> rows) {
        List<Credit> credits = new ArrayList<>();
        rows.forEach(row -> credits.add(new Credit(
                row.getString("id"),
                Credit.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Money(row.getLong("amount_nanos")),
                new Money(row.getLong("remaining_nanos")),
                new Money(row.getLong("expired_nanos")),
                Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(OffsetDateTime::toInstant),
                row.getString("note"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant())));
        return credits;
    }
}
