package io.signalbox.billing.usage;

import io.signalbox.db.UnnestColumns;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Request records, as pages and {@code GET /v1/requests/{id}} show them. */
public final class RequestStore {

    /** A record told again replaces itself; one tenant can never replace another's. */
    private static final String UPSERT = """
            INSERT INTO request_record AS known (request_id, tenant_id, app_id, key_id, mode, at, requested_model, served_model, provider, task,
              task_source, route_reason, policy_version, status, fault_code, streamed, input_tokens, cache_read_tokens, cache_write_5m_tokens,
              cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens, image_tokens, cost_nanos, cost_status,
              saved_nanos, cache, latency_ms, first_token_ms, overhead_us, attempts, candidates, tags, surface, translated)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::text[], $13::text[], $14::int8[], $15::text[], $16::bool[], $17::int8[], $18::int8[], $19::int8[],
              $20::int8[], $21::int8[], $22::int8[], $23::int8[], $24::int8[], $25::int8[], $26::int8[], $27::text[], $28::int8[], $29::text[],
              $30::int8[], $31::int8[], $32::int8[], $33::jsonb[], $34::jsonb[], $35::jsonb[],
              $36::text[], $37::bool[])
            ORDER BY 1
            ON CONFLICT (request_id) DO UPDATE SET
              served_model = EXCLUDED.served_model, provider = EXCLUDED.provider, status = EXCLUDED.status, fault_code = EXCLUDED.fault_code,
              cost_nanos = EXCLUDED.cost_nanos, cost_status = EXCLUDED.cost_status, saved_nanos = EXCLUDED.saved_nanos,
              latency_ms = EXCLUDED.latency_ms, attempts = EXCLUDED.attempts
            WHERE known.tenant_id = EXCLUDED.tenant_id
            """;

    private static final String FIND = "SELECT * FROM request_record WHERE tenant_id = $1 AND request_id = $2";
    private static final String COUNT = """
            SELECT count(*) AS total, count(*) FILTER (WHERE status BETWEEN 400 AND 499) AS caller,
              count(*) FILTER (WHERE status >= 500) AS failed
            FROM request_record WHERE tenant_id = $1 AND at >= $2 AND at < $3
            """;
    private static final String LIST = """
            SELECT * FROM request_record
            WHERE tenant_id = $1
              AND ($2::text IS NULL OR served_model = $2 OR requested_model = $2)
              AND status BETWEEN $3 AND $4
              AND ($5::text IS NULL OR key_id = $5)
              AND ($6::timestamptz IS NULL OR (at, request_id) < ($6, $7::text))
              AND ($8::text IS NULL OR app_id = $8)
              AND ($9::text IS NULL OR coalesce(task, '') = $9)
              AND ($10::timestamptz IS NULL OR at >= $10)
              AND ($11::timestamptz IS NULL OR at < $11)
            ORDER BY at DESC, request_id DESC
            LIMIT $12
            """;

    /** Stores records, each id at most once in {@code requests}. */
    @CrossTenant("the node's journal holds the requests of every tenant it served")
    public Future<Void> upsert(SqlClient tx, List<RequestRecord> requests) {
        return tx.preparedQuery(UPSERT).execute(columns(requests)).mapEmpty();
    }

    public Future<Optional<RequestRecord>> find(TenantId tenant, SqlClient tx, String requestId) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), requestId))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    /** How many requests came from {@code from} on and before {@code to}, and how many of them ended in an error. */
    public Future<RequestCount> count(TenantId tenant, SqlClient tx, Instant from, Instant to) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value(), from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new RequestCount(row.getLong("total"), row.getLong("caller"), row.getLong("failed"));
                });
    }

    /** One page, newest first; a page shorter than its limit is the last. */
    public Future<List<RequestRecord>> list(TenantId tenant, SqlClient tx, RequestFilter filter) {
        Tuple parameters = Tuple.of(tenant.value(), filter.model().orElse(null), filter.statusFrom(), filter.statusTo())
                .addValue(filter.key().map(KeyId::value).orElse(null))
                .addValue(time(filter.before().map(RequestFilter.Place::at)))
                .addValue(filter.before().map(RequestFilter.Place::requestId).orElse(null))
                .addValue(filter.app().map(AppId::value).orElse(null))
                .addValue(filter.task().orElse(null))
                .addValue(time(filter.from()))
                .addValue(time(filter.to()))
                .addValue(filter.limit());
        return tx.preparedQuery(LIST).execute(parameters).map(RequestStore::readAll);
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> at) {
        return at.map(each -> each.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Tuple columns(List<RequestRecord> requests) {
        UnnestColumns<RequestRecord> columns = new UnnestColumns<>(requests);
        columns.text(RequestRecord::requestId)
                .text(request -> request.tenant().value())
                .text(request -> request.app().value())
                .text(request -> request.key().value())
                .text(request -> request.mode().name().toLowerCase(Locale.ROOT))
                .instant(RequestRecord::at)
                .text(RequestRecord::requestedModel)
                .optionalText(RequestRecord::servedModel)
                .optionalText(RequestRecord::provider)
                .optionalText(RequestRecord::task)
                .text(RequestRecord::taskSource)
                .optionalText(RequestRecord::routeReason)
                .text(RequestRecord::policyVersion)
                .number(RequestRecord::status)
                .optionalText(RequestRecord::faultCode)
                .flag(RequestRecord::streamed);
        UsageStore.Columns.addUsage(columns, RequestRecord::usage);
        return columns.optionalNumber(request -> request.cost().map(Money::nanos))
                .text(RequestRecord::costStatus)
                .optionalNumber(request -> request.saved().map(Money::nanos))
                .text(RequestRecord::cache)
                .number(RequestRecord::latencyMs)
                .number(RequestRecord::firstTokenMs)
                .number(RequestRecord::overheadMicros)
                .json(request -> RequestJson.attempts(request.attempts()))
                .json(request -> RequestJson.candidates(request.candidates()))
                .json(request -> new JsonArray(request.tags()))
                .optionalText(request -> request.way().surface())
                .flag(request -> request.way().translated())
                .tuple();
    }

    private static List<RequestRecord> readAll(RowSet<Row> rows) {
        List<RequestRecord> requests = new ArrayList<>();
        rows.forEach(row -> requests.add(read(row)));
        return requests;
    }

    private static RequestRecord read(Row row) {
        return new RequestRecord(
                row.getString("request_id"),
                new TenantId(row.getString("tenant_id")),
                new AppId(row.getString("app_id")),
                new KeyId(row.getString("key_id")),
                KeyMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("requested_model"),
                Optional.ofNullable(row.getString("served_model")),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("task")),
                row.getString("task_source"),
                Optional.ofNullable(row.getString("route_reason")),
                row.getString("policy_version"),
                row.getInteger("status"),
                Optional.ofNullable(row.getString("fault_code")),
                row.getBoolean("streamed"),
                UsageStore.Columns.readUsage(row),
                money(row.getLong("cost_nanos")),
                row.getString("cost_status"),
                money(row.getLong("saved_nanos")),
                row.getString("cache"),
                row.getLong("latency_ms"),
                row.getLong("first_token_ms"),
                row.getLong("overhead_us"),
                RequestJson.readAttempts(row.getJsonArray("attempts")),
                RequestJson.readCandidates(row.getJsonArray("candidates")),
                UsageStore.tags(row),
                UsageStore.Columns.readWay(row));
    }

    private static Optional<Money> money(@Nullable Long nanos) {
        return Optional.ofNullable(nanos).map(Money::new);
    }
}
