package io.signalbox.billing.usage;

import static java.util.stream.Collectors.joining;

import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.db.UnnestColumns;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Usage events: append only, each counted once whatever is replayed, and added up by the hour as they come in. */
public final class UsageStore {

    private static final String INSERT = """
            INSERT INTO usage_event (event_id, request_id, attempt, tenant_id, app_id, key_id, mode, provider, model, requested_model, task,
              route_reason, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens,
              audio_in_tokens, audio_out_tokens, image_tokens, cost_nanos, baseline_nanos, reserved_nanos, confidence, price_version,
              started_at, ended_at, tags, paid_directly, input_cost_nanos, cache_read_cost_nanos, cache_write_5m_cost_nanos, cache_write_1h_cost_nanos,
              output_cost_nanos, reasoning_cost_nanos, audio_in_cost_nanos, audio_out_cost_nanos, image_cost_nanos, prompt_cache_saved_nanos,
              response_cache_saved_nanos, batch_saved_nanos, surface, translated, lease_ids)
            SELECT * FROM unnest($1::text[], $2::text[], $3::int8[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::text[], $13::int8[], $14::int8[], $15::int8[], $16::int8[], $17::int8[], $18::int8[],
              $19::int8[], $20::int8[], $21::int8[], $22::int8[], $23::int8[], $24::int8[], $25::text[], $26::text[],
              $27::timestamptz[], $28::timestamptz[], $29::jsonb[], $30::bool[], $31::int8[], $32::int8[], $33::int8[], $34::int8[],
              $35::int8[], $36::int8[], $37::int8[], $38::int8[], $39::int8[], $40::int8[], $41::int8[], $42::int8[], $43::text[],
              $44::bool[], $45::jsonb[])
            ON CONFLICT (event_id) DO NOTHING
            RETURNING event_id
            """;

    private static final String HOUR_KEY =
            "tenant_id, hour, app_id, key_id, model, task, provider, confidence, paid_directly";

    /** Ordered by the primary key, so that two nodes never wait for each other in a circle. */
    private static final String ROLL_UP = """
            INSERT INTO usage_hour AS sum (%1$s, events, unpriced_events, cost_nanos, %2$s)
            SELECT tenant_id, date_trunc('hour', started_at, 'UTC'), app_id, key_id, model, coalesce(task, ''), provider, confidence,
              paid_directly, count(*), count(*) FILTER (WHERE cost_nanos IS NULL), coalesce(sum(cost_nanos), 0), %3$s
            FROM usage_event WHERE event_id = ANY($1)
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
            ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
            ON CONFLICT (%1$s) DO UPDATE SET
              events = sum.events + EXCLUDED.events,
              unpriced_events = sum.unpriced_events + EXCLUDED.unpriced_events,
              cost_nanos = sum.cost_nanos + EXCLUDED.cost_nanos,
              %4$s
            """.formatted(
                    HOUR_KEY,
                    Columns.list(Columns.SUMMED),
                    Columns.list(Columns.SUMMED, "sum(%s)"::formatted),
                    Columns.list(Columns.SUMMED, column -> column + " = sum." + column + " + EXCLUDED." + column));

    private static final String OF_REQUEST =
            "SELECT * FROM usage_event WHERE tenant_id = $1 AND request_id = $2 ORDER BY attempt, event_id LIMIT 100";
    private static final String FIND = "SELECT * FROM usage_event WHERE tenant_id = $1 AND event_id = $2";

    /** Inserts the events that are not there yet and returns their ids; the others are the same facts told again. */
    @CrossTenant("the node's journal holds the events of every tenant it served")
    public Future<Set<String>> insert(SqlClient tx, List<Settlement> settlements) {
        return tx.preparedQuery(INSERT).execute(columns(settlements)).map(rows -> {
            Set<String> inserted = new HashSet<>();
            rows.forEach(row -> inserted.add(row.getString(0)));
            return inserted;
        });
    }

    /** Adds events that {@link #insert} just put in to their hours. */
    @CrossTenant("the node's journal holds the events of every tenant it served")
    public Future<Void> rollUp(SqlClient tx, Set<String> insertedIds) {
        return tx.preparedQuery(ROLL_UP)
                .execute(Tuple.of(insertedIds.toArray(String[]::new)))
                .mapEmpty();
    }

    public Future<Optional<UsageEvent>> find(TenantId tenant, SqlClient tx, String eventId) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), eventId))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    /** The events of a request's attempts, in their order. */
    public Future<List<UsageEvent>> ofRequest(TenantId tenant, SqlClient tx, String requestId) {
        return tx.preparedQuery(OF_REQUEST)
                .execute(Tuple.of(tenant.value(), requestId))
                .map(UsageStore::readAll);
    }

    private static Tuple columns(List<Settlement> settlements) {
        UnnestColumns<Settlement> columns = new UnnestColumns<>(settlements);
        columns.text(each -> each.event().eventId())
                .text(each -> each.event().requestId())
                .number(each -> each.event().attempt())
                .text(each -> each.event().tenant().value())
                .text(each -> each.event().app().value())
                .text(each -> each.event().key().value())
                .text(each -> each.event().mode().name().toLowerCase(Locale.ROOT))
                .text(each -> each.event().provider())
                .text(each -> each.event().model())
                .text(each -> each.event().requestedModel())
                .optionalText(each -> each.event().task())
                .text(each -> each.event().routeReason());
        Columns.addUsage(columns, each -> each.event().usage());
        columns.optionalNumber(each -> each.event().cost().map(Money::nanos))
                .optionalNumber(each -> each.event().baseline().map(Money::nanos))
                .number(each -> each.reserved().nanos())
                .text(each -> each.event().confidence().wireName())
                .text(each -> each.event().priceVersion())
                .instant(each -> each.event().startedAt())
                .instant(each -> each.event().endedAt())
                .json(each -> new JsonArray(each.event().tags()))
                .flag(each -> each.event().paidDirectly());
        Columns.addCosts(columns, each -> each.event().costs());
        return columns.number(each -> each.event().discounts().promptCache().nanos())
                .number(each -> each.event().discounts().responseCache().nanos())
                .number(each -> each.event().discounts().batch().nanos())
                .optionalText(each -> each.event().way().surface())
                .flag(each -> each.event().way().translated())
                .json(each ->
                        new JsonArray(each.leases().stream().map(LeaseId::value).toList()))
                .tuple();
    }

    static List<String> tags(Row row) {
        return row.getJsonArray("tags").stream().map(String.class::cast).toList();
    }

    private static List<UsageEvent> readAll(RowSet<Row> rows) {
        List<UsageEvent> events = new ArrayList<>();
        rows.forEach(row -> events.add(read(row)));
        return events;
    }

    private static UsageEvent read(Row row) {
        return new UsageEvent(
                row.getString("event_id"),
                row.getString("request_id"),
                row.getInteger("attempt"),
                new TenantId(row.getString("tenant_id")),
                new AppId(row.getString("app_id")),
                new KeyId(row.getString("key_id")),
                KeyMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                row.getString("provider"),
                row.getBoolean("paid_directly"),
                row.getString("model"),
                row.getString("requested_model"),
                Optional.ofNullable(row.getString("task")),
                row.getString("route_reason"),
                Columns.readUsage(row),
                Optional.ofNullable(row.getLong("cost_nanos")).map(Money::new),
                Optional.ofNullable(row.getLong("baseline_nanos")).map(Money::new),
                Confidence.valueOf(row.getString("confidence").toUpperCase(Locale.ROOT)),
                row.getString("price_version"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getOffsetDateTime("ended_at").toInstant(),
                tags(row),
                Columns.readCosts(row),
                Columns.readDiscounts(row),
                Columns.readWay(row));
    }

    /** The columns that usage_event, usage_hour and request_record share, token class by token class, and how they are written and read. */
    static final class Columns {

        static final List<String> TOKENS = byClass("_tokens");
        static final List<String> COSTS = byClass("_cost_nanos");
        static final List<String> SAVINGS = List.of(
                "routing_saved_nanos", "prompt_cache_saved_nanos", "response_cache_saved_nanos", "batch_saved_nanos");

        /** What is added up of events, but for their number and their cost. */
        static final List<String> SUMMED = Stream.of(TOKENS, COSTS, List.of("unsplit_cost_nanos"), SAVINGS)
                .flatMap(List::stream)
                .toList();

        private Columns() {}

        private static List<String> byClass(String suffix) {
            return Arrays.stream(TokenClass.values())
                    .map(each -> each.wireName() + suffix)
                    .toList();
        }

        /** A list of columns, each as {@code form} makes it. */
        static String list(List<String> columns, Function<String, String> form) {
            return columns.stream().map(form).collect(joining(", "));
        }

        static String list(List<String> columns) {
            return String.join(", ", columns);
        }

        /** The token columns, in the tables' order, which is {@link TokenClass}'s. */
        static <T> void addUsage(UnnestColumns<T> columns, Function<T, TokenUsage> usage) {
            for (TokenClass each : TokenClass.values()) {
                columns.number(row -> usage.apply(row).of(each));
            }
        }

        static <T> void addCosts(UnnestColumns<T> columns, Function<T, CostByClass> costs) {
            for (TokenClass each : TokenClass.values()) {
                columns.number(row -> costs.apply(row).of(each).nanos());
            }
        }

        static TokenUsage readUsage(Row row) {
            return new TokenUsage(
                    row.getLong("input_tokens"),
                    row.getLong("cache_read_tokens"),
                    row.getLong("cache_write_5m_tokens"),
                    row.getLong("cache_write_1h_tokens"),
                    row.getLong("output_tokens"),
                    row.getLong("reasoning_tokens"),
                    row.getLong("audio_in_tokens"),
                    row.getLong("audio_out_tokens"),
                    row.getLong("image_tokens"));
        }

        static CostByClass readCosts(Row row) {
            return CostByClass.of(COSTS.stream().mapToLong(row::getLong).toArray());
        }

        static Discounts readDiscounts(Row row) {
            return new Discounts(
                    money(row, "prompt_cache_saved_nanos"),
                    money(row, "response_cache_saved_nanos"),
                    money(row, "batch_saved_nanos"));
        }

        static Savings readSavings(Row row) {
            return new Savings(
                    money(row, "routing_saved_nanos"),
                    money(row, "prompt_cache_saved_nanos"),
                    money(row, "response_cache_saved_nanos"),
                    money(row, "batch_saved_nanos"));
        }

        static Way readWay(Row row) {
            return new Way(Optional.ofNullable(row.getString("surface")), row.getBoolean("translated"));
        }

        static Money money(Row row, String column) {
            return new Money(row.getLong(column));
        }
    }
}
