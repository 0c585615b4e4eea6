package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.db.UnnestColumns;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What events cost more or less than they were booked with; only ever added to, once per event and price version. */
public final class AdjustmentStore {

    /** Whose usage nobody knows costs what was reserved for it, whatever the prices. */
    private static final String PAGE = """
            SELECT e.event_id, e.tenant_id, e.provider, e.model, e.input_tokens, e.cache_read_tokens, e.cache_write_5m_tokens,
              e.cache_write_1h_tokens, e.output_tokens, e.reasoning_tokens, e.audio_in_tokens, e.audio_out_tokens, e.image_tokens,
              CASE WHEN a.delta IS NULL THEN e.cost_nanos ELSE coalesce(e.cost_nanos, 0) + a.delta END AS cost_nanos, e.price_version, e.paid_directly, e.started_at
            FROM usage_event e LEFT JOIN LATERAL (
              SELECT sum(delta_nanos)::int8 AS delta FROM usage_adjustment x WHERE x.event_id = e.event_id) a ON true
            WHERE e.started_at >= $1 AND e.started_at < $2 AND (e.started_at, e.event_id) > ($3, $4) AND e.confidence <> 'unknown'
            ORDER BY e.started_at, e.event_id LIMIT $5
            """;

    private static final String INSERT = """
            INSERT INTO usage_adjustment (event_id, price_version, tenant_id, app_id, key_id, model, provider, task, confidence, started_at,
              before_nanos, after_nanos, delta_nanos)
            SELECT e.event_id, $1, e.tenant_id, e.app_id, e.key_id, e.model, e.provider, coalesce(e.task, ''), e.confidence, e.started_at,
              x.before, x.after, x.after - coalesce(x.before, 0)
            FROM unnest($2::text[], $3::int8[], $4::int8[]) AS x (event_id, before, after) JOIN usage_event e ON e.event_id = x.event_id
            ON CONFLICT (event_id, price_version) DO NOTHING
            RETURNING event_id
            """;

    private static final String TOTAL = """
            SELECT coalesce(sum(delta_nanos), 0)::int8 FROM usage_adjustment
            WHERE tenant_id = $1 AND started_at >= $2 AND started_at < $3
            """;

    /** Where a page begins: behind this event. */
    public record Place(Instant startedAt, String eventId) {

        /** Before any event from {@code from} on. */
        public static Place at(Instant from) {
            return new Place(from, "");
        }
    }

    /** An event that costs {@code after} now. */
    public record Adjustment(RatedEvent event, Money after) {

        /** What is to be added to what it is booked with. */
        public Money delta() {
            return after.minus(event.cost().orElse(Money.ZERO));
        }
    }

    /** The events that started from {@code from} until before {@code to}, of known usage, behind {@code place}, at most {@code limit}. */
    @CrossTenant("prices are corrected for every tenant at once")
    public Future<List<RatedEvent>> page(SqlClient tx, Instant from, Instant to, Place place, int limit) {
        return tx.preparedQuery(PAGE)
                .execute(Tuple.of(
                        from.atOffset(ZoneOffset.UTC),
                        to.atOffset(ZoneOffset.UTC),
                        place.startedAt().atOffset(ZoneOffset.UTC),
                        place.eventId(),
                        limit))
                .map(rows -> {
                    List<RatedEvent> events = new ArrayList<>();
                    rows.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    /** Adds what is not there yet, by {@code version}, and returns the events' ids. */
    @CrossTenant("prices are corrected for every tenant at once")
    public Future<Set<String>> insert(SqlClient tx, String version, List<Adjustment> adjustments) {
        Tuple columns = new UnnestColumns<>(adjustments)
                .text(each -> each.event().id())
                .optionalNumber(each -> each.event().cost().map(Money::nanos))
                .number(each -> each.after().nanos())
                .tuple();
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(version, columns.getValue(0), columns.getValue(1), columns.getValue(2)))
                .map(rows -> {
                    Set<String> inserted = new HashSet<>();
                    rows.forEach(row -> inserted.add(row.getString(0)));
                    return inserted;
                });
    }

    /** What a tenant's events that started in the range cost more than they were booked with; less when negative. */
    public Future<Money> total(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return tx.preparedQuery(TOTAL)
                .execute(Tuple.of(tenant.value(), from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)))
                .map(rows -> new Money(rows.iterator().next().getLong(0)));
    }

    private static RatedEvent event(Row row) {
        return new RatedEvent(
                row.getString("event_id"),
                new TenantId(row.getString("tenant_id")),
                new PriceList.Of(row.getString("provider"), row.getString("model")),
                new TokenUsage(
                        row.getLong("input_tokens"),
                        row.getLong("cache_read_tokens"),
                        row.getLong("cache_write_5m_tokens"),
                        row.getLong("cache_write_1h_tokens"),
                        row.getLong("output_tokens"),
                        row.getLong("reasoning_tokens"),
                        row.getLong("audio_in_tokens"),
                        row.getLong("audio_out_tokens"),
                        row.getLong("image_tokens")),
                Optional.ofNullable(row.getLong("cost_nanos")).map(Money::new),
                row.getString("price_version"),
                row.getBoolean("paid_directly"),
                row.getOffsetDateTime("started_at").toInstant());
    }
}
