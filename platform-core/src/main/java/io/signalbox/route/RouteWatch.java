package io.signalbox.route;

import io.signalbox.catalog.AliasStore;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.CatalogAssembly.Reach;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.PriceList;
import io.signalbox.catalog.PriceSource;
import io.signalbox.credential.CredentialRef;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.ProviderCredential;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Snapshots;
import io.signalbox.db.Topic;
import io.signalbox.key.Caller;
import io.signalbox.key.KeyMode;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps every tenant's routes at hand: its catalog and policy as one snapshot, reloaded when a change is announced. A test key always gets the sandboxed catalog.
 * One per node; safe on any thread.
 */
public final class RouteWatch {

    private static final int TENANTS_MAX = 10_000;

    private final Database database;
    private final ModelBook book;
    private final CatalogAssembly assembly;
    private final TenantId platform;
    private final CredentialStore credentials;
    private final PriceSource prices;
    private final AliasStore aliases = new AliasStore();
    private final RoutingPolicyStore policies = new RoutingPolicyStore();
    private final Snapshots<View, TenantRoutes> snapshots = new Snapshots<>(TENANTS_MAX, this::load);

    private record View(TenantId tenant, boolean live) {}

    /** {@code platform} is the tenant whose credentials serve every tenant that has none of its own for a provider. */
    public RouteWatch(
            Database database,
            ChangeFeed changes,
            ModelBook book,
            CatalogAssembly assembly,
            TenantId platform,
            CredentialStore credentials,
            PriceSource prices) {
        this.database = database;
        this.book = book;
        this.assembly = assembly;
        this.platform = platform;
        this.credentials = credentials;
        this.prices = prices;
        changes.subscribe(this::onChange);
    }

    /** The routes of the caller's tenant for its kind of key; completes at once on a hit. */
    public Future<TenantRoutes> of(Caller caller) {
        return of(caller.tenant(), caller.mode());
    }

    public Future<TenantRoutes> of(TenantId tenant, KeyMode mode) {
        return snapshots.of(new View(tenant, mode == KeyMode.LIVE));
    }

    private void onChange(Change change) {
        boolean ours = change.topic() == Topic.CATALOG
                || change.topic() == Topic.CREDENTIALS
                || change.topic() == Topic.PRICES;
        if (change.isEverything() || ours && change.tenant().equals(platform)) {
            snapshots.dropAll();
            return;
        }
        if (ours) {
            snapshots.drop(new View(change.tenant(), true));
            snapshots.drop(new View(change.tenant(), false));
        }
    }

    private Future<TenantRoutes> load(View view) {
        Future<List<ProviderCredential>> shared =
                database.inTransaction(platform, tx -> credentials.list(platform, tx));
        return prices.of(view.tenant())
                .compose(priced -> database.inTransaction(
                        view.tenant(),
                        tx -> aliases.list(view.tenant(), tx)
                                .compose(names -> policies.find(view.tenant(), tx)
                                        .compose(policy -> credentials
                                                .list(view.tenant(), tx)
                                                .compose(own -> shared.map(common ->
                                                        routes(catalog(view, own, common, names, priced), policy)))))));
    }

    /**
     * The sandbox stands in only where no provider was ever given: a live key whose credentials became unusable reaches nothing, rather than made-up
     * answers.
     */
    private Catalog catalog(
            View view,
            List<ProviderCredential> own,
            List<ProviderCredential> common,
            Map<String, String> names,
            PriceList priced) {
        if (!view.live() || own.isEmpty() && common.isEmpty()) {
            return assembly.sandboxed(names);
        }
        return assembly.assemble(reachable(own, common), names, priced);
    }

    /** The tenant's own credentials come first; the platform's serve only providers it has none for. */
    private static List<Reach> reachable(List<ProviderCredential> own, List<ProviderCredential> common) {
        List<ProviderCredential> all = new ArrayList<>(own);
        common.stream()
                .filter(each -> own.stream().noneMatch(mine -> mine.provider().equals(each.provider())))
                .forEach(all::add);
        return all.stream()
                .filter(ProviderCredential::isUsable)
                .map(each -> new Reach(
                        each.provider(),
                        each.name(),
                        each.origin(),
                        each.trusted(),
                        new CredentialRef(each.tenant(), each.id()),
                        own.contains(each)))
                .toList();
    }

    private TenantRoutes routes(Catalog catalog, Optional<RoutingPolicy> policy) {
        RoutingPolicy standard = RoutingPolicy.standard(book, catalog);
        return new TenantRoutes(
                catalog, policy.filter(it -> isReachable(it, catalog)).orElse(standard));
    }

    /** A policy whose primary cannot be reached here (a test key, a withdrawn credential) gives way to the standard one. */
    private static boolean isReachable(RoutingPolicy policy, Catalog catalog) {
        return !catalog.find(policy.primary()).isEmpty();
    }
}
