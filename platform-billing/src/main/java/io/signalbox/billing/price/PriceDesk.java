package io.signalbox.billing.price;

import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.PriceList;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Rates;
import io.signalbox.telemetry.LogKey;
import io.signalbox.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings prices into the book and decides since when they hold. Every node hears of it. */
public final class PriceDesk {

    private static final Logger LOGGER = LoggerFactory.getLogger(PriceDesk.class);
    private static final String SYSTEM = "signalbox";

    private final Database database;
    private final ChangeFeed changes;
    private final PriceStore store = new PriceStore();

    public PriceDesk(Database database, ChangeFeed changes) {
        this.database = database;
        this.changes = changes;
    }

    /** What an import would make of the book. */
    public record Draft(PriceVersion version, PriceDiff diff) {}

    /**
     * Sees to it that the shipped book is in the database, and holds as long as nobody published another one: over prices that an operator chose, a newer
     * shipped book is only a draft.
     */
    public Future<Void> takeShipped(ModelBook book) {
        PriceList prices = book.prices();
        return changing(tx -> store.inForce(tx)
                .compose(held -> store.versions(tx).compose(known -> {
                    if (known.stream().anyMatch(each -> each.id().equals(prices.version()))) {
                        return Future.succeededFuture();
                    }
                    boolean holds = held.isEmpty()
                            || isShipped(known, held.get()) && held.get().compareTo(prices.version()) < 0;
                    PriceVersion version = version(prices.version(), held, true, "shipped with this build", SYSTEM);
                    return store.insert(tx, version, rates(prices), sources(book))
                            .compose(inserted -> holds
                                    ? store.activate(tx, version.id(), Instant.EPOCH, SYSTEM, "shipped")
                                            .<Void>mapEmpty()
                                    : Future.succeededFuture(told(version)));
                })));
    }

    private static boolean isShipped(List<PriceVersion> known, String id) {
        return known.stream().anyMatch(each -> each.id().equals(id) && each.shipped());
    }

    private static Void told(PriceVersion version) {
        LOGGER.atWarn()
                .addKeyValue(LogKey.FILE, version.id())
                .log("this build ships newer prices than those published: they wait as a draft");
        return null;
    }

    /**
     * Adds {@code file}'s prices as a draft named {@code id} beside those in force, or in place of all when {@code replaces}. Fails with
     * {@code VERSION_CONFLICT} when there is such a version.
     */
    public Future<Draft> draft(String id, PriceFile file, boolean replaces, String by) {
        return changing(tx -> compared(tx, file, replaces)
                .compose(next -> store.inForce(tx)
                        .compose(held -> store.sources(tx, held.orElse("")).compose(known -> {
                            PriceVersion version = version(id, held, false, file.note(), by);
                            Map<PriceList.Of, String> sources = new LinkedHashMap<>(known);
                            sources.putAll(file.sources());
                            return store.insert(tx, version, next.rates(), sources)
                                    .compose(added -> added
                                            ? Future.succeededFuture(new Draft(version, next.diff()))
                                            : Future.<Draft>failedFuture(taken(id)));
                        }))));
    }

    /** What {@code file} would change, without changing anything. */
    public Future<PriceDiff> compare(PriceFile file, boolean replaces) {
        return database.acrossTenants(tx -> compared(tx, file, replaces).map(Next::diff));
    }

    private record Next(Map<PriceList.Of, Rates> rates, PriceDiff diff) {}

    private Future<Next> compared(SqlClient tx, PriceFile file, boolean replaces) {
        return store.inForce(tx)
                .compose(held -> store.prices(tx, held.orElse("")))
                .map(now -> {
                    Map<PriceList.Of, Rates> before = rates(now);
                    Map<PriceList.Of, Rates> after = new LinkedHashMap<>(replaces ? Map.of() : before);
                    after.putAll(file.rates());
                    return new Next(after, PriceDiff.of(before, after));
                });
    }

    /** From {@code at}, or now if that is over, {@code version} holds: a draft, or an earlier version again. Fails with {@code NOT_FOUND}. */
    public Future<Instant> publish(String version, Instant at, String by, String note) {
        return changing(tx -> store.versions(tx).compose(known -> {
            if (known.stream().noneMatch(each -> each.id().equals(version))) {
                return Future.failedFuture(
                        Fault.of(FaultCode.NOT_FOUND, "There is no price version '" + version + "'."));
            }
            return store.activate(tx, version, at, by, note);
        }));
    }

    /** The newest first, and which one holds. */
    public Future<Map<PriceVersion, Boolean>> versions() {
        return database.acrossTenants(tx -> store.inForce(tx)
                .compose(held -> store.versions(tx).map(known -> {
                    Map<PriceVersion, Boolean> versions = new LinkedHashMap<>();
                    known.forEach(each ->
                            versions.put(each, held.filter(each.id()::equals).isPresent()));
                    return versions;
                })));
    }

    private <T> Future<T> changing(java.util.function.Function<SqlClient, Future<T>> work) {
        Change change = new Change(Topic.PRICES, Tenant.PLATFORM, "");
        return database.acrossTenants(tx -> store.lock(tx)
                        .compose(locked -> work.apply(tx))
                        .compose(done -> changes.publish(tx, change).map(sent -> done)))
                .onSuccess(done -> changes.announce(change));
    }

    private static Fault taken(String id) {
        return Fault.of(FaultCode.VERSION_CONFLICT, "There is a price version '" + id + "' already.");
    }

    private static PriceVersion version(String id, Optional<String> parent, boolean shipped, String note, String by) {
        return new PriceVersion(id, parent, shipped, note, by, Instant.EPOCH, Optional.empty());
    }

    private static Map<PriceList.Of, Rates> rates(PriceList prices) {
        Map<PriceList.Of, Rates> rates = new LinkedHashMap<>();
        prices.all().forEach((of, priced) -> rates.put(of, priced.rates()));
        return rates;
    }

    private static Map<PriceList.Of, String> sources(ModelBook book) {
        Map<PriceList.Of, String> sources = new LinkedHashMap<>();
        book.all()
                .forEach(entry -> entry.offers()
                        .forEach(offer -> sources.put(
                                new PriceList.Of(offer.provider(), entry.model().name()), offer.source())));
        return sources;
    }
}
