package io.signalbox.tenant;

import static java.time.ZoneOffset.UTC;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** One-time sign-in links and the sessions they open. */
public final class SignInStore {

    private static final String INSERT_LINK = """
            INSERT INTO sign_in_link (tenant_id, member_id, token_digest, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            """;

    /** The row lock of the update decides: of two visitors with one link, one gets in. */
    private static final String REDEEM_LINK = """
            UPDATE sign_in_link SET used_at = $2
            WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2
            RETURNING tenant_id, member_id, created_at, expires_at
            """;

    private static final String INSERT_SESSION = """
            INSERT INTO session (tenant_id, id, member_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
            """;

    private static final String FIND_SESSION = """
            SELECT tenant_id, id, member_id, created_at, expires_at, revoked_at FROM session
            WHERE tenant_id = $1 AND id = $2
            """;

    private static final String REVOKE_SESSION = """
            UPDATE session SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL
            """;

    public Future<Void> insertLink(TenantId tenant, SqlClient tx, SignInLink link, SignInToken token) {
        return tx.preparedQuery(INSERT_LINK)
                .execute(Tuple.of(
                        tenant.value(),
                        link.member().value(),
                        Buffer.buffer(token.digest()),
                        link.createdAt().atOffset(UTC),
                        link.expiresAt().atOffset(UTC)))
                .mapEmpty();
    }

    /** Uses a link up; empty when it is unknown, used or expired, which look alike on purpose. */
    @CrossTenant("the link is how the visitor's tenant is learned")
    public Future<Optional<SignInLink>> redeemLink(SqlClient tx, SignInToken token, Instant now) {
        return tx.preparedQuery(REDEEM_LINK)
                .execute(Tuple.of(Buffer.buffer(token.digest()), now.atOffset(UTC)))
                .map(rows -> rows.stream().findFirst().map(SignInStore::link));
    }

    public Future<Void> insertSession(TenantId tenant, SqlClient tx, Session session) {
        return tx.preparedQuery(INSERT_SESSION)
                .execute(Tuple.of(
                        tenant.value(),
                        session.id(),
                        session.member().value(),
                        session.createdAt().atOffset(UTC),
                        session.expiresAt().atOffset(UTC)))
                .mapEmpty();
    }

    public Future<Optional<Session>> findSession(TenantId tenant, SqlClient tx, String sessionId) {
        return tx.preparedQuery(FIND_SESSION)
                .execute(Tuple.of(tenant.value(), sessionId))
                .map(rows -> rows.stream().findFirst().map(SignInStore::session));
    }

    /** Ends a session; again, or of an unknown one, changes nothing. Answers whether it was live. */
    public Future<Boolean> revokeSession(TenantId tenant, SqlClient tx, String sessionId, Instant now) {
        return tx.preparedQuery(REVOKE_SESSION)
                .execute(Tuple.of(tenant.value(), sessionId, now.atOffset(UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static SignInLink link(Row row) {
        return new SignInLink(
                new TenantId(row.getString("tenant_id")),
                new MemberId(row.getString("member_id")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant());
    }

    private static Session session(Row row) {
        return new Session(
                row.getString("id"),
                new TenantId(row.getString("tenant_id")),
                new MemberId(row.getString("member_id")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("revoked_at")).map(OffsetDateTime::toInstant));
    }
}
