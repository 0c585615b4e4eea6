package io.signalbox.billing.price;

import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.PriceList;
import io.signalbox.db.Database;
import io.signalbox.money.Rates;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What holds for a tenant at a moment, row by row with where each price is from, for people to read. */
public final class PriceSheet {

    private final Database database;
    private final PriceStore store = new PriceStore();
    private final PriceOverrideStore overrides = new PriceOverrideStore();

    public PriceSheet(Database database) {
        this.database = database;
    }

    /** One model at one provider. {@code book} is what the platform pays, {@code own} what the tenant says it pays there itself. */
    public record Line(PriceList.Of of, Optional<Rates> book, String source, Optional<PriceOverride> own) {}

    /** All of it, by provider and model. */
    public record Sheet(String version, List<Line> lines) {

        public Sheet {
            lines = List.copyOf(lines);
        }
    }

    /** What holds at {@code at}, now without one. Before the first book there is nothing but the tenant's own. */
    public Future<Sheet> of(TenantId tenant, Optional<Instant> at) {
        return database.acrossTenants(tx -> at.map(then -> store.inForceAt(tx, then))
                        .orElseGet(() -> store.inForce(tx))
                        .compose(version -> version.map(it -> store.prices(tx, it)
                                        .compose(prices ->
                                                store.sources(tx, it).map(sources -> new Book(prices, sources))))
                                .orElseGet(() ->
                                        Future.succeededFuture(new Book(PriceList.of("none", Map.of()), Map.of())))))
                .compose(book -> database.inTransaction(tenant, tx -> overrides.at(tenant, tx, at))
                        .map(own -> sheet(book, own)));
    }

    private record Book(PriceList prices, Map<PriceList.Of, String> sources) {}

    private static Sheet sheet(Book book, List<PriceOverride> own) {
        Map<PriceList.Of, PriceOverride> byModel = new LinkedHashMap<>();
        own.forEach(each -> byModel.put(each.of(), each));
        Map<String, Line> lines = new TreeMap<>();
        book.prices.all().forEach((of, priced) -> {
            if (!of.provider().equals(CatalogAssembly.SANDBOX)) {
                lines.put(
                        PriceFile.told(of),
                        new Line(
                                of,
                                Optional.of(priced.rates()),
                                book.sources.getOrDefault(of, ""),
                                Optional.ofNullable(byModel.get(of))));
            }
        });
        byModel.forEach((of, each) ->
                lines.putIfAbsent(PriceFile.told(of), new Line(of, Optional.empty(), "", Optional.of(each))));
        return new Sheet(book.prices.version(), new ArrayList<>(lines.values()));
    }
}
