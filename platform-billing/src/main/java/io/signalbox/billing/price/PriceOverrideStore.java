package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.catalog.PriceRow;
import io.signalbox.json.Json;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tenants' own prices, only ever added to. */
public final class PriceOverrideStore {

    private static final String COLUMNS = "provider, model, version, effective_at, rates, note, created_by";

    private static final String AT = "SELECT DISTINCT ON (provider, model) " + COLUMNS + """
             FROM price_override WHERE tenant_id = $1 AND effective_at <= coalesce($2, now())
            ORDER BY provider, model, effective_at DESC, version DESC LIMIT 1000
            """;
    private static final String ALL = "SELECT " + COLUMNS + """
             FROM price_override WHERE tenant_id = $1 ORDER BY provider, model, version DESC LIMIT 1000
            """;
    private static final String LATEST =
            "SELECT coalesce(max(version), 0) FROM price_override WHERE tenant_id = $1 AND provider = $2 AND model = $3";
    private static final String INSERT = """
            INSERT INTO price_override (tenant_id, provider, model, version, effective_at, rates, note, created_by)
            VALUES ($1, $2, $3, $4, greatest($5, now()), $6::jsonb, $7, $8)
            ON CONFLICT (tenant_id, provider, model, version) DO NOTHING
            """;

    /** Those that hold at {@code at}, now without one; one without rates among them says that the book holds. */
    public Future<List<PriceOverride>> at(TenantId tenant, SqlClient tx, Optional<Instant> at) {
        return tx.preparedQuery(AT)
                .execute(Tuple.of(
                        tenant.value(),
                        at.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null)))
                .map(PriceOverrideStore::read);
    }

    /** All there ever were, and those to come, at most 1000. */
    public Future<List<PriceOverride>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(ALL).execute(Tuple.of(tenant.value())).map(PriceOverrideStore::read);
    }

    /** The version last written for a model; 0 when none was. */
    public Future<Long> latest(TenantId tenant, SqlClient tx, PriceList.Of of) {
        return tx.preparedQuery(LATEST)
                .execute(Tuple.of(tenant.value(), of.provider(), of.model()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Whether it was added: not when its version was taken meanwhile. A moment that is over becomes now. */
    public Future<Boolean> insert(TenantId tenant, SqlClient tx, PriceOverride override) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.value(),
                        override.of().provider(),
                        override.of().model(),
                        override.version(),
                        override.effectiveAt().atOffset(ZoneOffset.UTC),
                        override.rates()
                                .map(rates -> new JsonObject(Json.text(PriceRow.json(rates))))
                                .orElse(null),
                        override.note(),
                        override.createdBy()))
                .map(rows -> rows.rowCount() > 0);
    }

    private static List<PriceOverride> read(RowSet<Row> rows) {
        List<PriceOverride> read = new ArrayList<>();
        for (Row row : rows) {
            read.add(new PriceOverride(
                    new PriceList.Of(row.getString("provider"), row.getString("model")),
                    row.getLong("version"),
                    row.getOffsetDateTime("effective_at").toInstant(),
                    Optional.ofNullable(row.getJsonObject("rates")).map(PriceOverrideStore::rates),
                    row.getString("note"),
                    row.getString("created_by")));
        }
        return read;
    }

    private static io.signalbox.money.Rates rates(JsonObject json) {
        try {
            return PriceRow.rates(Json.read(json.encode()));
        } catch (IOException impossible) {
            throw new IllegalStateException("what was written as JSON can be read", impossible);
        }
    }
}
