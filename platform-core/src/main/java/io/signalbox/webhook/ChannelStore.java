package io.signalbox.webhook;

import static java.time.ZoneOffset.UTC;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Channels with what is sealed of them. A deleted one stays for its deliveries, and is found no more. */
final class ChannelStore {

    private static final int CHANNELS_MAX = 200;

    private static final String LIST =
            "SELECT * FROM channel WHERE tenant_id = $1 AND state <> 'deleted' ORDER BY created_at, id LIMIT "
                    + CHANNELS_MAX;
    private static final String FIND = "SELECT * FROM channel WHERE tenant_id = $1 AND id = $2 AND state <> 'deleted'";
    private static final String FIND_FOR_UPDATE = FIND + " FOR UPDATE";
    private static final String COUNT = "SELECT count(*)::int FROM channel WHERE tenant_id = $1 AND state <> 'deleted'";

    /** What the audit trail says from now on is told; what it said before is not. */
    private static final String INSERT = """
            INSERT INTO channel (tenant_id, id, name, kind, shown_target, event_types, sealed, created_by, created_at, updated_at, audit_seq)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, (SELECT coalesce(max(seq), 0) FROM audit_event WHERE tenant_id = $1))
            """;

    /** A channel that was off starts with what happens from now on. */
    private static final String UPDATE = """
            UPDATE channel SET name = $3, shown_target = $4, event_types = $5, sealed = $6, second_until = $7, state = $8, failing_since = $9,
              version = $10, updated_at = $11,
              audit_seq = CASE WHEN state = 'active' THEN audit_seq
                ELSE (SELECT coalesce(max(seq), 0) FROM audit_event WHERE tenant_id = $1) END
            WHERE tenant_id = $1 AND id = $2
            """;

    private static final String DELETE = """
            WITH dropped AS (DELETE FROM delivery WHERE tenant_id = $1 AND channel_id = $2 AND state = 'pending')
            UPDATE channel SET state = 'deleted', version = version + 1, updated_at = $3, sealed = ''
            WHERE tenant_id = $1 AND id = $2
            """;

    private static final String SUCCEEDED = """
            UPDATE channel SET failing_since = NULL WHERE tenant_id = $1 AND id = $2 AND failing_since IS NOT NULL
            """;
    private static final String FAILED = """
            UPDATE channel SET failing_since = $3 WHERE tenant_id = $1 AND id = $2 AND failing_since IS NULL
            """;
    private static final String DISABLE = """
            UPDATE channel SET state = 'disabled', version = version + 1, updated_at = $3
            WHERE tenant_id = $1 AND id = $2 AND state = 'active' AND failing_since <= $4
            """;

    /** A channel, and its target under seal. */
    record SealedChannel(Channel channel, byte[] sealed) {}

    Future<List<Channel>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().map(row -> read(row).channel()).toList());
    }

    Future<Boolean> isFull(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getInteger(0) >= CHANNELS_MAX);
    }

    Future<Optional<SealedChannel>> find(TenantId tenant, SqlClient tx, ChannelId id) {
        return found(tx, FIND, Tuple.of(tenant.value(), id.value()));
    }

    Future<Optional<SealedChannel>> findForUpdate(TenantId tenant, SqlClient tx, ChannelId id) {
        return found(tx, FIND_FOR_UPDATE, Tuple.of(tenant.value(), id.value()));
    }

    private static Future<Optional<SealedChannel>> found(SqlClient tx, String sql, Tuple key) {
        return tx.preparedQuery(sql)
                .execute(key)
                .map(rows -> rows.stream().findFirst().map(ChannelStore::read));
    }

    Future<Void> insert(TenantId tenant, SqlClient tx, SealedChannel row) {
        Channel channel = row.channel();
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                                tenant.value(),
                                channel.id().value(),
                                channel.name(),
                                channel.kind().wireName(),
                                channel.shownTarget(),
                                wireNames(channel.eventTypes()))
                        .addValue(Buffer.buffer(row.sealed()))
                        .addValue(channel.createdBy())
                        .addValue(channel.createdAt().atOffset(UTC)))
                .mapEmpty();
    }

    Future<Void> update(TenantId tenant, SqlClient tx, SealedChannel row) {
        Channel channel = row.channel();
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(
                                tenant.value(),
                                channel.id().value(),
                                channel.name(),
                                channel.shownTarget(),
                                wireNames(channel.eventTypes()),
                                Buffer.buffer(row.sealed()))
                        .addValue(time(channel.secondUntil()))
                        .addValue(channel.state().wireName())
                        .addValue(time(channel.failingSince()))
                        .addValue(channel.version())
                        .addValue(channel.updatedAt().atOffset(UTC)))
                .mapEmpty();
    }

    Future<Void> delete(TenantId tenant, SqlClient tx, ChannelId id, Instant at) {
        return tx.preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), id.value(), at.atOffset(UTC)))
                .mapEmpty();
    }

    Future<Void> succeeded(TenantId tenant, SqlClient tx, ChannelId id) {
        return tx.preparedQuery(SUCCEEDED)
                .execute(Tuple.of(tenant.value(), id.value()))
                .mapEmpty();
    }

    Future<Void> failed(TenantId tenant, SqlClient tx, ChannelId id, Instant at) {
        return tx.preparedQuery(FAILED)
                .execute(Tuple.of(tenant.value(), id.value(), at.atOffset(UTC)))
                .mapEmpty();
    }

    /** Turns off a channel that has not succeeded since {@code since}; answers whether it did. */
    Future<Boolean> disable(TenantId tenant, SqlClient tx, ChannelId id, Instant at, Instant since) {
        return tx.preparedQuery(DISABLE)
                .execute(Tuple.of(tenant.value(), id.value(), at.atOffset(UTC), since.atOffset(UTC)))
                .map(done -> done.rowCount() == 1);
    }

    private static String[] wireNames(Set<EventType> types) {
        return types.stream().map(EventType::wireName).sorted().toArray(String[]::new);
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(it -> it.atOffset(UTC)).orElse(null);
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static SealedChannel read(Row row) {
        Channel channel = new Channel(
                new TenantId(row.getString("tenant_id")),
                new ChannelId(row.getString("id")),
                row.getString("name"),
                Channel.Kind.ofWireName(row.getString("kind")),
                row.getString("shown_target"),
                Arrays.stream(row.getArrayOfStrings("event_types"))
                        .flatMap(name -> EventType.ofWireName(name).stream())
                        .collect(Collectors.toSet()),
                time(row, "second_until"),
                Channel.State.ofWireName(row.getString("state")),
                time(row, "failing_since"),
                row.getLong("version"),
                row.getString("created_by"),
                time(row, "created_at").orElseThrow(),
                time(row, "updated_at").orElseThrow());
        return new SealedChannel(channel, row.getBuffer("sealed").getBytes());
    }
}
