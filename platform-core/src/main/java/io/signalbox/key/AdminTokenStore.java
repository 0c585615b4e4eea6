package io.signalbox.key;

import static java.time.ZoneOffset.UTC;

import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Admin tokens and the digests of their secrets. */
public final class AdminTokenStore {

    private static final String INSERT = """
            INSERT INTO admin_token (tenant_id, id, name, scopes, digest, pepper_version, hint, last_four, created_by, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    private static final String REVOKE = """
            UPDATE admin_token SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL
            """;

    private static final String FIND_BY_DIGEST = """
            SELECT a.tenant_id, a.id, a.name, a.scopes, LEAST(a.expires_at, a.revoked_at, t.suspended_at) AS ends_at
            FROM admin_token a JOIN tenant t ON t.tenant_id = a.tenant_id
            WHERE a.digest = $1
            """;

    public Future<Void> insert(TenantId tenant, SqlClient tx, AdminToken token, StoredSecret secret) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(token.id().value())
                        .addValue(token.name())
                        .addValue(token.grants().wireNames().toArray(String[]::new))
                        .addValue(Buffer.buffer(secret.digest().bytes()))
                        .addValue(secret.pepperVersion())
                        .addValue(secret.hint())
                        .addValue(secret.lastFour())
                        .addValue(token.createdBy())
                        .addValue(token.createdAt().atOffset(UTC))
                        .addValue(token.expiresAt().map(at -> at.atOffset(UTC)).orElse(null)))
                .mapEmpty();
    }

    /** Idempotent: the first revocation's time stays. */
    public Future<Void> revoke(TenantId tenant, SqlClient tx, AdminTokenId token, Instant now) {
        return tx.preparedQuery(REVOKE)
                .execute(Tuple.of(tenant.value(), token.value(), now.atOffset(UTC)))
                .mapEmpty();
    }

    @CrossTenant("the token is how a request's tenant is learned")
    Future<Optional<FoundToken>> findByDigest(SqlClient tx, KeyDigest digest) {
        return tx.preparedQuery(FIND_BY_DIGEST)
                .execute(Tuple.of(Buffer.buffer(digest.bytes())))
                .map(rows -> rows.stream().findFirst().map(AdminTokenStore::found));
    }

    private static FoundToken found(Row row) {
        AdminCaller caller = new AdminCaller(
                new TenantId(row.getString("tenant_id")),
                new AdminTokenId(row.getString("id")),
                row.getString("name"),
                Grants.ofWireNames(List.of(row.getArrayOfStrings("scopes"))));
        return new FoundToken(
                caller, Optional.ofNullable(row.getOffsetDateTime("ends_at")).map(OffsetDateTime::toInstant));
    }

    /** What a digest leads to; {@code endsAt} is the earliest of expiry, revocation and the tenant's suspension. */
    record FoundToken(AdminCaller caller, Optional<Instant> endsAt) implements DigestCache.Known {

        @Override
        public List<String> subjects() {
            return List.of(caller.token().value(), caller.tenant().value());
        }

        boolean isLive(Instant now) {
            return endsAt.isEmpty() || now.isBefore(endsAt.get());
        }
    }
}
