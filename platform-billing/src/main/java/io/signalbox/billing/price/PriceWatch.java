package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.catalog.PriceSource;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Snapshots;
import io.signalbox.db.Topic;
import io.signalbox.telemetry.Telemetry;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the prices in force at hand, and sees to it that new ones hold on this node when their time has come: by PostgreSQL's clock, asked every few
 * seconds and to the moment where one is near. One per node, made before what subscribes to changes of prices; safe on any thread.
 */
public final class PriceWatch implements PriceSource {

    private static final int TENANTS_MAX = 10_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Change PASSED = new Change(Topic.PRICES, Tenant.PLATFORM, "");

    private final Database database;
    private final ChangeFeed changes;
    private final Duration lookEvery;
    private final PriceStore store = new PriceStore();
    private final PriceOverrideStore overrides = new PriceOverrideStore();
    private final Snapshots<String, PriceList> books = new Snapshots<>(1, this::book);
    private final Snapshots<TenantId, PriceList> tenants = new Snapshots<>(TENANTS_MAX, this::load);

    public PriceWatch(Database database, ChangeFeed changes) {
        this(database, changes, LOOK_EVERY);
    }

    PriceWatch(Database database, ChangeFeed changes, Duration lookEvery) {
        this.lookEvery = lookEvery;
        this.database = database;
        this.changes = changes;
        changes.subscribe(this::onChange);
    }

    @Override
    public Future<PriceList> of(TenantId tenant) {
        return tenants.of(tenant);
    }

    /** Looks for prices whose time comes, for as long as {@code vertx} runs. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(lookEvery.toMillis(), timer -> Telemetry.unattended(look(vertx), "look for coming prices"));
    }

    private Future<Void> look(Vertx vertx) {
        return database.acrossTenants(store::untilNextChange).map(coming -> {
            coming.filter(until -> until.compareTo(lookEvery) <= 0)
                    .ifPresent(until -> vertx.setTimer(until.toMillis() + 1, timer -> changes.announce(PASSED)));
            return null;
        });
    }

    private void onChange(Change change) {
        if (!change.touches(Topic.PRICES)) {
            return;
        }
        if (change.isEverything() || change.tenant().equals(Tenant.PLATFORM)) {
            books.dropAll();
            tenants.dropAll();
            return;
        }
        tenants.drop(change.tenant());
    }

    private Future<PriceList> book(String any) {
        return database.acrossTenants(tx -> store.inForce(tx)
                .compose(version -> version.map(it -> store.prices(tx, it))
                        .orElseGet(() -> Future.failedFuture(new IllegalStateException("no price book holds")))));
    }

    private Future<PriceList> load(TenantId tenant) {
        return books.of("")
                .compose(book -> database.inTransaction(tenant, tx -> overrides.at(tenant, tx, Optional.empty()))
                        .map(own -> overlaid(book, own)));
    }

    /** {@code book} with a tenant's own prices over it. */
    static PriceList overlaid(PriceList book, List<PriceOverride> own) {
        Map<PriceList.Of, PriceList.Priced> priced = new HashMap<>();
        own.forEach(each -> each.rates()
                .ifPresent(rates -> priced.put(each.of(), new PriceList.Priced(rates, each.versionName()))));
        return book.withOwn(priced);
    }
}
