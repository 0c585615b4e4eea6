package io.signalbox.webhook;

import static java.time.ZoneOffset.UTC;

import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The outbox. What is announced is written in the transaction in which it happened; what is sent is taken out of here. */
public final class DeliveryStore {

    /** One row for each channel that wants the event; the id follows from both, and so does that there is only one. */
    private static final String ANNOUNCE = """
            INSERT INTO delivery (tenant_id, id, channel_id, event_id, event_type, payload, created_at, began_at, next_at)
            SELECT c.tenant_id, 'dlv_' || md5(c.id || ' ' || $2), c.id, $2, $3, $4, $5, $5, $5
            FROM channel c
            WHERE c.tenant_id = $1 AND c.state = 'active' AND (NOT $6 OR $3 = ANY(c.event_types)) AND (cardinality($7::text[]) = 0 OR c.id = ANY($7))
            ON CONFLICT DO NOTHING
            """;

    /**
     * The audit trail's numbers have no gaps and become visible in their order, so what was told is known by one number. before and after are as the trail
     * has them, which keeps no secrets.
     */
    private static final String TELL_AUDIT = """
            WITH due AS (
              SELECT c.tenant_id, c.id, c.event_types, c.audit_seq, least(last.seq, c.audit_seq + 200) AS upto
              FROM channel c, LATERAL (SELECT max(seq) AS seq FROM audit_event a WHERE a.tenant_id = c.tenant_id) last
              WHERE c.state = 'active' AND c.event_types && $1::text[] AND last.seq > c.audit_seq
              ORDER BY c.tenant_id, c.id LIMIT 500
              FOR UPDATE OF c SKIP LOCKED
            ), told AS (
              INSERT INTO delivery (tenant_id, id, channel_id, event_id, event_type, payload, created_at, began_at, next_at)
              SELECT d.tenant_id, 'dlv_' || md5(d.id || ' ' || a.id), d.id, a.id, news.type,
                json_build_object('type', news.type, 'timestamp', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                  'data', json_build_object('id', a.target_id, 'by', a.actor_id, 'before', a.before::json, 'after', a.after::json,
                    'summary', initcap(replace(a.target_kind, '_', ' ')) || ' ' || a.target_id || ' was ' || split_part(a.action, '.', 2) || '.'))::text,
                $2, $2, $2
              FROM due d
                JOIN audit_event a ON a.tenant_id = d.tenant_id AND a.seq > d.audit_seq AND a.seq <= d.upto,
                LATERAL (SELECT replace(a.action, 'routing_policy.', 'routing.') AS type) news
              WHERE news.type = ANY(d.event_types) AND news.type = ANY($1)
              ON CONFLICT DO NOTHING
            )
            UPDATE channel c SET audit_seq = d.upto FROM due d WHERE c.tenant_id = d.tenant_id AND c.id = d.id
            """;

    private static final String TAKE = """
            UPDATE delivery d SET next_at = $1::timestamptz + make_interval(secs => $2), attempts = attempts + 1
            FROM (
              SELECT w.tenant_id, w.id FROM delivery w JOIN channel c ON c.tenant_id = w.tenant_id AND c.id = w.channel_id AND c.state = 'active'
              WHERE w.state = 'pending' AND w.next_at <= $1
              ORDER BY w.next_at LIMIT $3
              FOR UPDATE OF w SKIP LOCKED
            ) due
            WHERE d.tenant_id = due.tenant_id AND d.id = due.id
            RETURNING d.*
            """;

    /** Only the attempt that was taken may say how it ended: a slow one that was taken again has nothing to say. */
    private static final String END = """
            UPDATE delivery SET state = $4, next_at = $5, ended_at = $6, last_status = $7, last_error = $8
            WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'pending'
            """;

    private static final String LIST = """
            SELECT d.* FROM delivery d
            WHERE d.tenant_id = $1 AND d.channel_id = $2
              AND ($3::text IS NULL OR (d.created_at, d.id) < (SELECT o.created_at, o.id FROM delivery o WHERE o.tenant_id = $1 AND o.id = $3))
            ORDER BY d.created_at DESC, d.id DESC LIMIT $4
            """;
    private static final String LATEST =
            "SELECT * FROM delivery WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2";

    private static final String RESEND = """
            UPDATE delivery SET state = 'pending', began_at = $4, next_at = $4, ended_at = NULL
            WHERE tenant_id = $1 AND channel_id = $2 AND id = $3
            RETURNING *
            """;

    private static final String[] AUDIT_TYPES = Arrays.stream(EventType.values())
            .filter(EventType::isFromAudit)
            .map(EventType::wireName)
            .toArray(String[]::new);

    /** A delivery and whose it is. */
    record Taken(TenantId tenant, Delivery delivery) {}

    /**
     * Tells every channel of {@code channels} that wants such events, or any when it is empty; answers how many. Again changes nothing. {@code tx} is the
     * transaction in which it happened.
     */
    public Future<Integer> announce(TenantId tenant, SqlClient tx, Announcement news, Set<ChannelId> channels) {
        return tx.preparedQuery(ANNOUNCE)
                .execute(Tuple.of(
                                tenant.value(),
                                news.eventId(),
                                news.type().wireName(),
                                news.payload(),
                                news.at().atOffset(UTC),
                                news.type().isChosen())
                        .addValue(channels.stream().map(ChannelId::value).toArray(String[]::new)))
                .map(written -> written.rowCount());
    }

    /** Writes deliveries for what the audit trails say since the last time. */
    @CrossTenant("every tenant's audit trail is told to its own channels")
    Future<Void> tellAudit(SqlClient tx, Instant now) {
        return tx.preparedQuery(TELL_AUDIT)
                .execute(Tuple.tuple().addValue(AUDIT_TYPES).addValue(now.atOffset(UTC)))
                .mapEmpty();
    }

    /** Takes up to {@code most} that are due, each for {@code hold}: unless it is ended by then, it is due again. */
    @CrossTenant("one outbox for the installation")
    Future<List<Taken>> take(SqlClient tx, Instant now, Duration hold, int most) {
        return tx.preparedQuery(TAKE)
                .execute(Tuple.of(now.atOffset(UTC), hold.toSeconds(), most))
                .map(rows -> rows.stream()
                        .map(row -> new Taken(new TenantId(row.getString("tenant_id")), read(row)))
                        .toList());
    }

    /** Writes down how the attempt {@code ended.attempts()} ended. */
    Future<Void> end(TenantId tenant, SqlClient tx, Delivery ended) {
        return tx.preparedQuery(END)
                .execute(Tuple.of(
                                tenant.value(),
                                ended.id().value(),
                                ended.attempts(),
                                ended.state().wireName(),
                                ended.nextAt().atOffset(UTC))
                        .addValue(ended.endedAt().map(at -> at.atOffset(UTC)).orElse(null))
                        .addValue(ended.lastStatus().orElse(null))
                        .addValue(ended.lastError().orElse(null)))
                .mapEmpty();
    }

    /** A channel's deliveries, newest first, after the one with id {@code after}. */
    Future<List<Delivery>> list(TenantId tenant, SqlClient tx, ChannelId channel, Optional<String> after, int limit) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), channel.value(), after.orElse(null), limit))
                .map(rows -> rows.stream().map(DeliveryStore::read).toList());
    }

    /** The tenant's newest deliveries of all channels. */
    Future<List<Delivery>> latest(TenantId tenant, SqlClient tx, int limit) {
        return tx.preparedQuery(LATEST)
                .execute(Tuple.of(tenant.value(), limit))
                .map(rows -> rows.stream().map(DeliveryStore::read).toList());
    }

    /** Makes it due now, whatever became of it; empty when there is none. */
    Future<Optional<Delivery>> resend(
            TenantId tenant, SqlClient tx, ChannelId channel, DeliveryId delivery, Instant now) {
        return tx.preparedQuery(RESEND)
                .execute(Tuple.of(tenant.value(), channel.value(), delivery.value(), now.atOffset(UTC)))
                .map(rows -> rows.stream().findFirst().map(DeliveryStore::read));
    }

    private static Delivery read(Row row) {
        return new Delivery(
                new DeliveryId(row.getString("id")),
                new ChannelId(row.getString("channel_id")),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("payload"),
                Delivery.State.ofWireName(row.getString("state")),
                row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("began_at").toInstant(),
                row.getOffsetDateTime("next_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getInteger("last_status")),
                Optional.ofNullable(row.getString("last_error")));
    }
}
