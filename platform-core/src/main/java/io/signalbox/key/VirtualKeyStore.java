package io.signalbox.key;

import static java.time.ZoneOffset.UTC;

import io.signalbox.id.PageRequest;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Virtual keys and the digests of their secrets. */
public final class VirtualKeyStore {

    private static final String INSERT = """
            INSERT INTO virtual_key (tenant_id, id, app_id, name, mode, allowed_models, created_by, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    private static final String INSERT_SECRET = """
            INSERT INTO key_secret (tenant_id, key_id, digest, pepper_version, hint, last_four, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    /** The current secret gets its grace, and one whose grace still runs ends now: two secrets live at most. */
    private static final String RETIRE_SECRETS = """
            UPDATE key_secret SET expires_at = CASE WHEN expires_at IS NULL THEN $4 ELSE $3 END
            WHERE tenant_id = $1 AND key_id = $2 AND (expires_at IS NULL OR expires_at > $3)
            """;

    private static final String UPDATE = """
            UPDATE virtual_key SET name = $3, allowed_models = $4, expires_at = $5 WHERE tenant_id = $1 AND id = $2
            """;

    private static final String REVOKE = """
            UPDATE virtual_key SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL
            """;

    private static final String LOCK = """
            SELECT id FROM virtual_key WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE
            """;

    private static final String FIND = """
            SELECT k.*, s.hint, s.last_four FROM virtual_key k
            CROSS JOIN LATERAL (
              SELECT hint, last_four FROM key_secret
              WHERE tenant_id = k.tenant_id AND key_id = k.id ORDER BY expires_at DESC NULLS FIRST LIMIT 1
            ) s
            WHERE k.tenant_id = $1 AND k.id = $2
            """;

    private static final String LIST = """
            SELECT k.*, s.hint, s.last_four FROM virtual_key k
            CROSS JOIN LATERAL (
              SELECT hint, last_four FROM key_secret
              WHERE tenant_id = k.tenant_id AND key_id = k.id ORDER BY expires_at DESC NULLS FIRST LIMIT 1
            ) s
            WHERE k.tenant_id = $1 AND ($2::text IS NULL OR k.app_id = $2) AND ($3::text IS NULL OR k.id < $3)
            ORDER BY k.id DESC LIMIT $4
            """;

    /** One look at the unique index on digests; LEAST passes over nulls. */
    private static final String FIND_BY_DIGEST = """
            SELECT k.tenant_id, k.app_id, k.id, k.mode, k.name, k.allowed_models, k.created_by,
              LEAST(k.expires_at, s.expires_at) AS expires_at,
              LEAST(k.revoked_at, a.archived_at, t.suspended_at) AS revoked_at
            FROM key_secret s
            JOIN virtual_key k ON k.tenant_id = s.tenant_id AND k.id = s.key_id
            JOIN app a ON a.tenant_id = k.tenant_id AND a.id = k.app_id
            JOIN tenant t ON t.tenant_id = k.tenant_id
            WHERE s.digest = $1
            """;

    private static final String TOUCH = """
            UPDATE virtual_key k SET last_used_at = used.at
            FROM (SELECT unnest($1::text[]) AS id, unnest($2::timestamptz[]) AS at) used
            WHERE k.id = used.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at)
            """;

    /** Stores a key with its first secret. */
    public Future<Void> insert(TenantId tenant, SqlClient tx, VirtualKey key, StoredSecret secret) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(key.id().value())
                        .addValue(key.app().value())
                        .addValue(key.name())
                        .addValue(key.mode().wireName())
                        .addValue(models(key))
                        .addValue(key.createdBy())
                        .addValue(key.createdAt().atOffset(UTC))
                        .addValue(time(key.expiresAt())))
                .compose(inserted -> insertSecret(tenant, tx, key.id(), secret));
    }

    /** Replaces the current secret by {@code next}; the old one works until {@code graceEnd}. The key must be locked. */
    public Future<Void> rotate(TenantId tenant, SqlClient tx, KeyId key, StoredSecret next, Instant graceEnd) {
        return tx.preparedQuery(RETIRE_SECRETS)
                .execute(Tuple.of(tenant.value(), key.value(), next.createdAt().atOffset(UTC), graceEnd.atOffset(UTC)))
                .compose(retired -> insertSecret(tenant, tx, key, next));
    }

    private Future<Void> insertSecret(TenantId tenant, SqlClient tx, KeyId key, StoredSecret secret) {
        return tx.preparedQuery(INSERT_SECRET)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(key.value())
                        .addValue(Buffer.buffer(secret.digest().bytes()))
                        .addValue(secret.pepperVersion())
                        .addValue(secret.hint())
                        .addValue(secret.lastFour())
                        .addValue(secret.createdAt().atOffset(UTC))
                        .addValue(time(secret.expiresAt())))
                .mapEmpty();
    }

    /** Writes name, allowed models and expiry. */
    public Future<Void> update(TenantId tenant, SqlClient tx, VirtualKey key) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(tenant.value(), key.id().value(), key.name(), models(key), time(key.expiresAt())))
                .mapEmpty();
    }

    /** Idempotent: the first revocation's time stays. */
    public Future<Void> revoke(TenantId tenant, SqlClient tx, KeyId key, Instant now) {
        return tx.preparedQuery(REVOKE)
                .execute(Tuple.of(tenant.value(), key.value(), now.atOffset(UTC)))
                .mapEmpty();
    }

    public Future<Optional<VirtualKey>> find(TenantId tenant, SqlClient tx, KeyId key) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), key.value()))
                .map(rows -> rows.stream().findFirst().map(VirtualKeyStore::read));
    }

    /** As {@link #find}, and keeps others from changing the key or its secrets until the transaction ends. */
    public Future<Optional<VirtualKey>> findForUpdate(TenantId tenant, SqlClient tx, KeyId key) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), key.value()))
                .compose(locked -> find(tenant, tx, key));
    }

    /** Newest first, of one app or of all. */
    public Future<List<VirtualKey>> list(TenantId tenant, SqlClient tx, Optional<AppId> app, PageRequest page) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(
                        tenant.value(),
                        app.map(AppId::value).orElse(null),
                        page.before().orElse(null),
                        page.limit()))
                .map(rows -> rows.stream().map(VirtualKeyStore::read).toList());
    }

    @CrossTenant("the secret is how a request's tenant is learned")
    Future<Optional<FoundKey>> findByDigest(SqlClient tx, KeyDigest digest) {
        return tx.preparedQuery(FIND_BY_DIGEST)
                .execute(Tuple.of(Buffer.buffer(digest.bytes())))
                .map(rows -> rows.stream().findFirst().map(VirtualKeyStore::found));
    }

    @CrossTenant("a node writes the uses of all its callers at once")
    Future<Void> touch(SqlClient tx, Map<KeyId, Instant> uses) {
        String[] ids = uses.keySet().stream().map(KeyId::value).toArray(String[]::new);
        OffsetDateTime[] times =
                uses.values().stream().map(at -> at.atOffset(UTC)).toArray(OffsetDateTime[]::new);
        return tx.preparedQuery(TOUCH)
                .execute(Tuple.tuple().addValue(ids).addValue(times))
                .mapEmpty();
    }

    private static String[] models(VirtualKey key) {
        return key.allowedModels().stream().sorted().toArray(String[]::new);
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> at) {
        return at.map(it -> it.atOffset(UTC)).orElse(null);
    }

    private static VirtualKey read(Row row) {
        KeyMode mode = KeyMode.ofWireName(row.getString("mode"));
        return new VirtualKey(
                new KeyId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                new AppId(row.getString("app_id")),
                row.getString("name"),
                mode,
                KeySecret.masked(mode, row.getString("hint"), row.getString("last_four")),
                Set.of(row.getArrayOfStrings("allowed_models")),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static FoundKey found(Row row) {
        Caller caller = new Caller(
                new TenantId(row.getString("tenant_id")),
                new AppId(row.getString("app_id")),
                new KeyId(row.getString("id")),
                KeyMode.ofWireName(row.getString("mode")),
                row.getString("name"),
                Set.of(row.getArrayOfStrings("allowed_models")),
                MemberId.ifOne(row.getString("created_by")));
        return new FoundKey(caller, instant(row, "revoked_at"), instant(row, "expires_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
