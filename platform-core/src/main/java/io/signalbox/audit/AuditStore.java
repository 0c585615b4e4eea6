package io.signalbox.audit;

import static java.time.ZoneOffset.UTC;

import io.signalbox.id.PageRequest;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The audit trail. Rows are appended in the transaction of what they tell of, and never change. */
public final class AuditStore {

    /** Whoever appends waits here: a chain has one end. Weaker than what foreign keys take, so it stops nothing else. */
    private static final String LOCK_CHAIN = """
            SELECT tenant_id FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE
            """;

    private static final String LAST = """
            SELECT * FROM audit_event WHERE tenant_id = $1 ORDER BY seq DESC LIMIT 1
            """;

    private static final String INSERT = """
            INSERT INTO audit_event (tenant_id, seq, id, at, actor_kind, actor_id, action, target_kind, target_id, before, after,
              request_id, previous_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """;

    private static final String LIST = """
            SELECT * FROM audit_event
            WHERE tenant_id = $1
              AND ($2::text IS NULL OR seq < (SELECT seq FROM audit_event WHERE tenant_id = $1 AND id = $2))
            ORDER BY seq DESC LIMIT $3
            """;

    private static final String LIST_OF = """
            SELECT * FROM audit_event
            WHERE tenant_id = $1 AND target_kind = $4 AND target_id = $5
              AND ($2::text IS NULL OR seq < (SELECT seq FROM audit_event WHERE tenant_id = $1 AND id = $2))
            ORDER BY seq DESC LIMIT $3
            """;

    private static final String FOLLOWING = """
            SELECT * FROM audit_event WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT 1000
            """;

    /** Appends; the transaction then holds the end of the tenant's chain, so make this its last step. */
    public Future<Void> append(TenantId tenant, SqlClient tx, AuditEvent event) {
        return tx.preparedQuery(LOCK_CHAIN)
                .execute(Tuple.of(tenant.value()))
                .compose(locked -> tx.preparedQuery(LAST).execute(Tuple.of(tenant.value())))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> read(row).followedBy(tenant, event))
                        .orElseGet(() -> AuditEntry.first(tenant, event)))
                .compose(entry -> insert(tenant, tx, entry));
    }

    private static Future<Void> insert(TenantId tenant, SqlClient tx, AuditEntry entry) {
        AuditEvent event = entry.event();
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(entry.seq())
                        .addValue(event.id())
                        .addValue(event.at().atOffset(UTC))
                        .addValue(event.actor().kind().wireName())
                        .addValue(event.actor().id())
                        .addValue(event.action())
                        .addValue(event.targetKind())
                        .addValue(event.targetId())
                        .addValue(event.before().map(JsonObject::encode).orElse(null))
                        .addValue(event.after().map(JsonObject::encode).orElse(null))
                        .addValue(event.requestId())
                        .addValue(bytes(entry.previousHash()))
                        .addValue(bytes(entry.hash())))
                .mapEmpty();
    }

    /** Newest first; {@code page} counts in event ids. */
    public Future<List<AuditEntry>> list(TenantId tenant, SqlClient tx, PageRequest page) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), page.before().orElse(null), page.limit()))
                .map(rows -> rows.stream().map(AuditStore::read).toList());
    }

    /** What was done to one thing, as {@link #list}. */
    public Future<List<AuditEntry>> listOf(
            TenantId tenant, SqlClient tx, String targetKind, String targetId, PageRequest page) {
        return tx.preparedQuery(LIST_OF)
                .execute(Tuple.of(tenant.value(), page.before().orElse(null), page.limit(), targetKind, targetId))
                .map(rows -> rows.stream().map(AuditStore::read).toList());
    }

    /** Walks the whole chain; answers the number of the first entry that is missing or is not what was appended, if any. */
    public Future<Optional<Long>> findBreak(TenantId tenant, SqlClient tx) {
        return findBreak(tenant, tx, 0, AuditEntry.NOTHING_BEFORE);
    }

    private static Future<Optional<Long>> findBreak(TenantId tenant, SqlClient tx, long seq, String hash) {
        return tx.preparedQuery(FOLLOWING)
                .execute(Tuple.of(tenant.value(), seq))
                .map(rows -> rows.stream().map(AuditStore::read).toList())
                .compose(entries -> {
                    long at = seq;
                    String previous = hash;
                    for (AuditEntry entry : entries) {
                        at++;
                        if (entry.seq() != at || !entry.isSound(tenant, previous)) {
                            return Future.succeededFuture(Optional.of(at));
                        }
                        previous = entry.hash();
                    }
                    return entries.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : findBreak(tenant, tx, at, previous);
                });
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    private static AuditEntry read(Row row) {
        AuditEvent event = new AuditEvent(
                row.getString("id"),
                row.getOffsetDateTime("at").toInstant(),
                new Actor(Actor.Kind.ofWireName(row.getString("actor_kind")), row.getString("actor_id")),
                row.getString("action"),
                row.getString("target_kind"),
                row.getString("target_id"),
                Optional.ofNullable(row.getString("before")).map(JsonObject::new),
                Optional.ofNullable(row.getString("after")).map(JsonObject::new),
                row.getString("request_id"));
        return new AuditEntry(
                row.getLong("seq"), event, hex(row.getBuffer("previous_hash")), hex(row.getBuffer("hash")));
    }

    private static String hex(Buffer bytes) {
        return HexFormat.of().formatHex(bytes.getBytes());
    }
}
