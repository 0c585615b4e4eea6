package io.signalbox.tenant;

import static java.time.ZoneOffset.UTC;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** Tenants' own rows. */
public final class TenantStore {

    /** A second start that races the first changes nothing. */
    private static final String INSERT = """
            INSERT INTO tenant (tenant_id, name, reporting_zone, content_retention_days, created_at, suspended_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT ON CONSTRAINT tenant_pk DO NOTHING
            """;

    private static final String FIND = """
            SELECT tenant_id, name, reporting_zone, content_retention_days, created_at, suspended_at FROM tenant
            WHERE tenant_id = $1
            """;

    private static final String LOCK = FIND + " FOR NO KEY UPDATE";

    private static final String RETAIN = "UPDATE tenant SET content_retention_days = $2 WHERE tenant_id = $1";

    private static final String ZONE = "UPDATE tenant SET reporting_zone = $2 WHERE tenant_id = $1";

    /** Answers whether the tenant is new. */
    public Future<Boolean> insert(TenantId tenant, SqlClient tx, Tenant row) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.value(),
                        row.name(),
                        row.reportingZone().getId(),
                        row.contentRetention().map(ContentRetention::days).orElse(null),
                        row.createdAt().atOffset(UTC),
                        row.suspendedAt().map(at -> at.atOffset(UTC)).orElse(null)))
                .map(inserted -> inserted.rowCount() == 1);
    }

    public Future<Optional<Tenant>> find(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().findFirst().map(TenantStore::read));
    }

    /** As {@link #find}, locked until the transaction ends. */
    public Future<Optional<Tenant>> findForUpdate(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().findFirst().map(TenantStore::read));
    }

    /** Writes for how long content is stored. */
    public Future<Void> updateRetention(TenantId tenant, SqlClient tx, Optional<ContentRetention> retention) {
        return tx.preparedQuery(RETAIN)
                .execute(Tuple.of(
                        tenant.value(), retention.map(ContentRetention::days).orElse(null)))
                .mapEmpty();
    }

    /** Writes the zone that days and months are told in. */
    public Future<Void> updateZone(TenantId tenant, SqlClient tx, ZoneId zone) {
        return tx.preparedQuery(ZONE)
                .execute(Tuple.of(tenant.value(), zone.getId()))
                .mapEmpty();
    }

    private static Tenant read(Row row) {
        return new Tenant(
                new TenantId(row.getString("tenant_id")),
                row.getString("name"),
                ZoneId.of(row.getString("reporting_zone")),
                Optional.ofNullable(row.getInteger("content_retention_days")).map(ContentRetention::new),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("suspended_at")).map(OffsetDateTime::toInstant));
    }
}
