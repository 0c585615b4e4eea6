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

/** A tenant's members. A taken address fails with the constraint {@code member_email_uq}. */
public final class MemberStore {

    private static final String INSERT = """
            INSERT INTO member (tenant_id, id, email, name, role, created_at, disabled_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String FIND = """
            SELECT tenant_id, id, email, name, role, created_at, disabled_at FROM member
            WHERE tenant_id = $1 AND id = $2
            """;

    private static final String FIRST_OWNER = """
            SELECT tenant_id, id, email, name, role, created_at, disabled_at FROM member
            WHERE tenant_id = $1 AND role = 'owner' AND disabled_at IS NULL
            ORDER BY id LIMIT 1
            """;

    private static final String LIST = """
            SELECT tenant_id, id, email, name, role, created_at, disabled_at FROM member
            WHERE tenant_id = $1 AND ($2::text IS NULL OR id < $2)
            ORDER BY id DESC LIMIT $3
            """;

    public Future<Void> insert(TenantId tenant, SqlClient tx, Member member) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.value(),
                        member.id().value(),
                        member.email(),
                        member.name(),
                        member.role().wireName(),
                        member.createdAt().atOffset(UTC),
                        member.disabledAt().map(at -> at.atOffset(UTC)).orElse(null)))
                .mapEmpty();
    }

    public Future<Optional<Member>> find(TenantId tenant, SqlClient tx, MemberId member) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), member.value()))
                .map(rows -> rows.stream().findFirst().map(MemberStore::read));
    }

    /** The longest-standing owner that can sign in. */
    public Future<Optional<Member>> findFirstOwner(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(FIRST_OWNER)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().findFirst().map(MemberStore::read));
    }

    /** Newest first. */
    public Future<List<Member>> list(TenantId tenant, SqlClient tx, PageRequest page) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), page.before().orElse(null), page.limit()))
                .map(rows -> rows.stream().map(MemberStore::read).toList());
    }

    private static Member read(Row row) {
        String role = row.getString("role");
        return new Member(
                new MemberId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("email"),
                row.getString("name"),
                Role.ofWireName(role)
                        .orElseThrow(() -> new IllegalStateException("unknown role in the database: " + role)),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("disabled_at")).map(OffsetDateTime::toInstant));
    }
}
