package io.signalbox.tenant;

import static java.time.ZoneOffset.UTC;

import io.signalbox.id.PageRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant's apps. A taken name fails with the constraint {@code app_name_uq}. */
public final class AppStore {

    private static final String INSERT = """
            INSERT INTO app (tenant_id, id, name, created_at, archived_at) VALUES ($1, $2, $3, $4, $5)
            """;

    private static final String UPDATE = """
            UPDATE app SET name = $3, archived_at = $4 WHERE tenant_id = $1 AND id = $2
            """;

    private static final String FIND = """
            SELECT tenant_id, id, name, created_at, archived_at FROM app WHERE tenant_id = $1 AND id = $2
            """;

    private static final String LOCK = """
            SELECT tenant_id, id, name, created_at, archived_at FROM app WHERE tenant_id = $1 AND id = $2
            FOR NO KEY UPDATE
            """;

    private static final String LIST = """
            SELECT tenant_id, id, name, created_at, archived_at FROM app
            WHERE tenant_id = $1 AND ($2::text IS NULL OR id < $2)
            ORDER BY id DESC LIMIT $3
            """;

    public Future<Void> insert(TenantId tenant, SqlClient tx, App app) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.value(),
                        app.id().value(),
                        app.name(),
                        app.createdAt().atOffset(UTC),
                        archivedAt(app)))
                .mapEmpty();
    }

    /** Writes name and archival. */
    public Future<Void> update(TenantId tenant, SqlClient tx, App app) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(tenant.value(), app.id().value(), app.name(), archivedAt(app)))
                .mapEmpty();
    }

    public Future<Optional<App>> find(TenantId tenant, SqlClient tx, AppId app) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), app.value()))
                .map(rows -> rows.stream().findFirst().map(AppStore::read));
    }

    /** As {@link #find}, and keeps others from changing the app until the transaction ends. */
    public Future<Optional<App>> findForUpdate(TenantId tenant, SqlClient tx, AppId app) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), app.value()))
                .map(rows -> rows.stream().findFirst().map(AppStore::read));
    }

    /** Newest first. */
    public Future<List<App>> list(TenantId tenant, SqlClient tx, PageRequest page) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), page.before().orElse(null), page.limit()))
                .map(rows -> rows.stream().map(AppStore::read).toList());
    }

    private static @Nullable OffsetDateTime archivedAt(App app) {
        return app.archivedAt().map(at -> at.atOffset(UTC)).orElse(null);
    }

    private static App read(Row row) {
        return new App(
                new AppId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("name"),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("archived_at")).map(OffsetDateTime::toInstant));
    }
}
