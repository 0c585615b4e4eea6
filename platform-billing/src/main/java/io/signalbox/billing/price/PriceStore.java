package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.db.UnnestColumns;
import io.signalbox.money.RateStep;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The price book: versions, their rates, and since when which one holds. All of it is only ever added to; the clock is PostgreSQL's. */
public final class PriceStore {

    private static final String EVERYBODYS = "prices are the platform's, the same for every tenant";

    private static final int VERSIONS_MAX = 200;

    /** More than any price list in the world has. */
    private static final int ROWS_MAX = 200_000;

    private static final String IN_FORCE = """
            SELECT version_id FROM price_activation WHERE effective_at <= now() ORDER BY effective_at DESC, seq DESC LIMIT 1
            """;

    private static final String IN_FORCE_AT = IN_FORCE.replace("now()", "$1");

    private static final String VERSIONS = """
            SELECT v.id, v.parent, v.origin, v.note, v.created_by, v.created_at, max(a.effective_at) AS effective_at
            FROM price_version v LEFT JOIN price_activation a ON a.version_id = v.id
            GROUP BY v.id ORDER BY v.created_at DESC, v.id DESC LIMIT $1
            """;

    private static final String ROWS = """
            SELECT provider, model, tier, above_tokens, token_class, nanos_per_million FROM price_row WHERE version_id = $1
            ORDER BY provider, model, tier, above_tokens LIMIT $2
            """;

    private static final String SOURCES = """
            SELECT DISTINCT ON (provider, model) provider, model, source FROM price_row WHERE version_id = $1
            ORDER BY provider, model, tier DESC, above_tokens LIMIT $2
            """;

    private static final String INSERT_VERSION = """
            INSERT INTO price_version (id, parent, origin, note, created_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING
            """;

    private static final String INSERT_ROWS = """
            INSERT INTO price_row (version_id, provider, model, tier, above_tokens, token_class, nanos_per_million, source)
            SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::int8[], $6::text[], $7::int8[], $8::text[])
            """;

    private static final String ACTIVATE = """
            INSERT INTO price_activation (version_id, effective_at, published_by, note) VALUES ($1, greatest($2, now()), $3, $4)
            RETURNING effective_at
            """;

    private static final String NEXT_CHANGE = """
            SELECT (extract(epoch FROM min(effective_at) - now()) * 1000)::bigint FROM (
              SELECT min(effective_at) AS effective_at FROM price_activation WHERE effective_at > now()
              UNION ALL SELECT min(effective_at) FROM price_override WHERE effective_at > now()) AS coming
            """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('signalbox.prices', 0))";

    /** One rate of one model, as a table holds it. */
    private record RateRow(
            PriceList.Of of, ServiceTier tier, long above, TokenClass tokenClass, long nanos, String source) {}

    /** Until the transaction ends nobody else changes the book. */
    @CrossTenant(EVERYBODYS)
    public Future<Void> lock(SqlClient tx) {
        return tx.query(LOCK).execute().mapEmpty();
    }

    /** The version that holds now; empty before the first. */
    @CrossTenant(EVERYBODYS)
    public Future<Optional<String>> inForce(SqlClient tx) {
        return tx.query(IN_FORCE)
                .execute()
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /** The version that held, or will hold, at {@code at}; empty before the first. */
    @CrossTenant(EVERYBODYS)
    public Future<Optional<String>> inForceAt(SqlClient tx, Instant at) {
        return tx.preparedQuery(IN_FORCE_AT)
                .execute(Tuple.of(at.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /** How long it is until other prices begin to hold, for anybody; empty when none are planned. */
    @CrossTenant("one timer wakes the node for every tenant's change")
    public Future<Optional<Duration>> untilNextChange(SqlClient tx) {
        return tx.query(NEXT_CHANGE)
                .execute()
                .map(rows ->
                        Optional.ofNullable(rows.iterator().next().getLong(0)).map(Duration::ofMillis));
    }

    /** The newest versions first, at most 200. */
    @CrossTenant(EVERYBODYS)
    public Future<List<PriceVersion>> versions(SqlClient tx) {
        return tx.preparedQuery(VERSIONS).execute(Tuple.of(VERSIONS_MAX)).map(rows -> {
            List<PriceVersion> versions = new ArrayList<>();
            rows.forEach(row -> versions.add(version(row)));
            return versions;
        });
    }

    /** What {@code version} says; empty of a version that does not exist. */
    @CrossTenant(EVERYBODYS)
    public Future<PriceList> prices(SqlClient tx, String version) {
        return tx.preparedQuery(ROWS)
                .execute(Tuple.of(version, ROWS_MAX))
                .map(rows -> PriceList.of(version, rates(rows)));
    }

    /** Where the rates of {@code version} are from. */
    @CrossTenant(EVERYBODYS)
    public Future<Map<PriceList.Of, String>> sources(SqlClient tx, String version) {
        return tx.preparedQuery(SOURCES).execute(Tuple.of(version, ROWS_MAX)).map(rows -> {
            Map<PriceList.Of, String> sources = new LinkedHashMap<>();
            rows.forEach(row -> sources.put(new PriceList.Of(row.getString(0), row.getString(1)), row.getString(2)));
            return sources;
        });
    }

    /** Adds a version with all its rates; false, and nothing added, when there is one of this id. */
    @CrossTenant(EVERYBODYS)
    public Future<Boolean> insert(
            SqlClient tx, PriceVersion version, Map<PriceList.Of, Rates> rates, Map<PriceList.Of, String> sources) {
        return tx.preparedQuery(INSERT_VERSION)
                .execute(Tuple.of(
                        version.id(),
                        version.parent().orElse(null),
                        version.shipped() ? "shipped" : "imported",
                        version.note(),
                        version.createdBy()))
                .compose(inserted -> inserted.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : insertRows(tx, version.id(), rates, sources).map(true));
    }

    /** From {@code effectiveAt}, or from now if that is over, {@code version} holds. Returns when it does. */
    @CrossTenant(EVERYBODYS)
    public Future<Instant> activate(SqlClient tx, String version, Instant effectiveAt, String by, String note) {
        return tx.preparedQuery(ACTIVATE)
                .execute(Tuple.of(version, effectiveAt.atOffset(ZoneOffset.UTC), by, note))
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    private static Future<Void> insertRows(
            SqlClient tx, String version, Map<PriceList.Of, Rates> rates, Map<PriceList.Of, String> sources) {
        List<RateRow> rows = new ArrayList<>();
        rates.forEach((of, each) -> {
            String source = sources.getOrDefault(of, "");
            addRows(rows, of, ServiceTier.STANDARD, each, source);
            each.tiers().forEach((tier, priced) -> addRows(rows, of, tier, priced, source));
        });
        UnnestColumns<RateRow> columns = new UnnestColumns<>(rows)
                .text(each -> each.of().provider())
                .text(each -> each.of().model())
                .text(each -> each.tier().wireName())
                .number(RateRow::above)
                .text(each -> each.tokenClass().wireName())
                .number(RateRow::nanos)
                .text(RateRow::source);
        Tuple tuple = Tuple.of(version);
        Tuple unnested = columns.tuple();
        for (int i = 0; i < unnested.size(); i++) {
            tuple.addValue(unnested.getValue(i));
        }
        return tx.preparedQuery(INSERT_ROWS).execute(tuple).mapEmpty();
    }

    private static void addRows(List<RateRow> to, PriceList.Of of, ServiceTier tier, Rates rates, String source) {
        rates.steps()
                .forEach(step -> step.nanosPerMillion()
                        .forEach((tokenClass, nanos) ->
                                to.add(new RateRow(of, tier, step.abovePromptTokens(), tokenClass, nanos, source))));
    }

    private static PriceVersion version(Row row) {
        return new PriceVersion(
                row.getString("id"),
                Optional.ofNullable(row.getString("parent")),
                "shipped".equals(row.getString("origin")),
                row.getString("note"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("effective_at")).map(at -> at.toInstant()));
    }

    private static Map<PriceList.Of, Rates> rates(RowSet<Row> rows) {
        Map<PriceList.Of, Map<ServiceTier, Map<Long, Map<TokenClass, Long>>>> read = new LinkedHashMap<>();
        for (Row row : rows) {
            read.computeIfAbsent(
                            new PriceList.Of(row.getString(0), row.getString(1)),
                            unseen -> new EnumMap<>(ServiceTier.class))
                    .computeIfAbsent(
                            ServiceTier.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), unseen -> new TreeMap<>())
                    .computeIfAbsent(row.getLong(3), unseen -> new EnumMap<>(TokenClass.class))
                    .put(TokenClass.valueOf(row.getString(4).toUpperCase(Locale.ROOT)), row.getLong(5));
        }
        Map<PriceList.Of, Rates> rates = new LinkedHashMap<>();
        read.forEach((of, tiers) -> rates.put(of, rates(tiers)));
        return rates;
    }

    private static Rates rates(Map<ServiceTier, Map<Long, Map<TokenClass, Long>>> tiers) {
        Map<ServiceTier, Rates> others = new EnumMap<>(ServiceTier.class);
        tiers.forEach((tier, steps) -> {
            if (tier != ServiceTier.STANDARD) {
                others.put(tier, new Rates(steps(steps)));
            }
        });
        return new Rates(steps(tiers.getOrDefault(ServiceTier.STANDARD, Map.of())), others);
    }

    private static List<RateStep> steps(Map<Long, Map<TokenClass, Long>> steps) {
        return steps.entrySet().stream()
                .map(each -> new RateStep(each.getKey(), each.getValue()))
                .toList();
    }
}
