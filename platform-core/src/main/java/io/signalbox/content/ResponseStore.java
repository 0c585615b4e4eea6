package io.signalbox.content;

import static java.time.ZoneOffset.UTC;

import io.signalbox.tenant.AppId;
import io.signalbox.tenant.ContentRetention;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/** Stored responses, each seen by its own app only. What has expired is as good as gone, whether or not it was deleted yet. */
public final class ResponseStore {

    /**
     * Under the tenant's lock, so that nothing is stored after storing was turned off. An id that a provider gave twice keeps its first answer.
     */
    private static final String INSERT = """
            INSERT INTO stored_response (tenant_id, app_id, id, created_at, expires_at, sealed)
            SELECT tenant_id, $2, $3, $4::timestamptz, $4::timestamptz + make_interval(days => content_retention_days), $5
            FROM tenant WHERE tenant_id = $1 AND content_retention_days IS NOT NULL
            FOR SHARE
            ON CONFLICT ON CONSTRAINT stored_response_pk DO NOTHING
            """;

    private static final String FIND = """
            SELECT created_at, sealed FROM stored_response
            WHERE tenant_id = $1 AND app_id = $2 AND id = $3 AND expires_at > $4
            """;

    private static final String DELETE = """
            DELETE FROM stored_response WHERE tenant_id = $1 AND app_id = $2 AND id = $3 AND expires_at > $4
            """;

    private static final String DELETE_ALL = "DELETE FROM stored_response WHERE tenant_id = $1";

    private static final String SHORTEN = """
            UPDATE stored_response SET expires_at = created_at + make_interval(days => $2)
            WHERE tenant_id = $1 AND expires_at > created_at + make_interval(days => $2)
            """;

    private static final String DELETE_EXPIRED = """
            DELETE FROM stored_response WHERE (tenant_id, app_id, id) IN (
              SELECT tenant_id, app_id, id FROM stored_response WHERE expires_at <= $1
              ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            """;

    private final ContentBox box;

    public ResponseStore(ContentBox box) {
        this.box = box;
    }

    /** Stores it for as long as the tenant says, and not at all when it says nothing. */
    public Future<Void> insert(TenantId tenant, SqlClient tx, StoredResponse response) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.value(),
                        response.app().value(),
                        response.id(),
                        response.createdAt().atOffset(UTC),
                        Buffer.buffer(box.seal(tenant, response))))
                .mapEmpty();
    }

    public Future<Optional<StoredResponse>> find(TenantId tenant, SqlClient tx, AppId app, String id, Instant now) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), app.value(), id, now.atOffset(UTC)))
                .map(rows -> rows.stream().findFirst().map(row -> read(tenant, app, id, row)));
    }

    private StoredResponse read(TenantId tenant, AppId app, String id, Row row) {
        StoredResponse shut = new StoredResponse(
                app, id, row.getOffsetDateTime("created_at").toInstant(), Buffer.buffer(), Buffer.buffer());
        return box.open(tenant, shut, row.getBuffer("sealed").getBytes());
    }

    /** Answers whether there was one. */
    public Future<Boolean> delete(TenantId tenant, SqlClient tx, AppId app, String id, Instant now) {
        return tx.preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), app.value(), id, now.atOffset(UTC)))
                .map(deleted -> deleted.rowCount() > 0);
    }

    /** Makes what is stored follow the tenant's retention: none deletes all of it, a shorter one ends it sooner; a longer one holds for what comes. */
    public Future<Void> retain(TenantId tenant, SqlClient tx, Optional<ContentRetention> retention) {
        return retention
                .map(it -> tx.preparedQuery(SHORTEN).execute(Tuple.of(tenant.value(), it.days())))
                .orElseGet(() -> tx.preparedQuery(DELETE_ALL).execute(Tuple.of(tenant.value())))
                .mapEmpty();
    }

    /** Deletes at most {@code most} that have expired, of any tenant; answers how many. */
    @CrossTenant("expiry is the installation's business, and reads no content")
    public Future<Integer> deleteExpired(SqlClient tx, Instant now, int most) {
        return tx.preparedQuery(DELETE_EXPIRED)
                .execute(Tuple.of(now.atOffset(UTC), most))
                .map(deleted -> deleted.rowCount());
    }
}
