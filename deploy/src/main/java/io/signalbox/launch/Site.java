package io.signalbox.launch;

import io.signalbox.api.manage.ManageParts;
import io.signalbox.api.manage.ManageRoutes;
import io.signalbox.api.responses.ConversationMemory;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.alert.AlertDesk;
import io.signalbox.billing.job.Jobs;
import io.signalbox.billing.price.PriceWatch;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.config.SignalboxConfig;
import io.signalbox.content.ContentBox;
import io.signalbox.content.ContentExpiry;
import io.signalbox.content.ContentWatch;
import io.signalbox.content.ResponseStore;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.CredentialVault;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.HostAddresses;
import io.signalbox.credential.Origin;
import io.signalbox.id.IdSource;
import io.signalbox.key.AdminVerifier;
import io.signalbox.key.KeyDesk;
import io.signalbox.key.KeyHasher;
import io.signalbox.key.KeyUse;
import io.signalbox.key.KeyVerifier;
import io.signalbox.route.RouteWatch;
import io.signalbox.telemetry.Meters;
import io.signalbox.telemetry.Telemetry;
import io.signalbox.tenant.Tenant;
import io.signalbox.token.TokenCounter;
import io.signalbox.web.WebParts;
import io.signalbox.web.WebRoutes;
import io.signalbox.web.page.WebSettings;
import io.signalbox.webhook.ChannelBox;
import io.signalbox.webhook.ChannelDesk;
import io.signalbox.webhook.Outbound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Everything behind the port: the data plane, the admin API and the pages, over what all event loops share. */
final class Site {

    private final KeyUse uses;
    private final DataPlane dataPlane;
    private final ManageParts admin;
    private final WebRoutes pages;

    /** Where time, chance and measurement come from. */
    record Edges(IdSource ids, SecureRandom random, InstantSource clock, Meters meters) {}

    record Parts(
            Ground ground,
            BillingNode billing,
            PriceWatch prices,
            Jobs jobs,
            SignalboxConfig config,
            Origin sandbox,
            boolean sandboxOnly,
            Edges edges) {}

    Site(Parts parts) {
        Ground ground = parts.ground;
        this.uses = new KeyUse(ground.database());
        uses.start(ground.vertx());
        ModelBook book = ModelBook.shipped();
        RouteWatch routes = routes(parts, book);
        Egress egress = new Egress(EgressGuard.ofThisHost(), HostAddresses.ofSystem(ground.vertx()));
        this.dataPlane = dataPlane(parts, uses, routes, egress);
        Outbound outbound = Alerting.outbound(parts.config, egress);
        Alerting.start(parts.jobs, ground, parts.config, outbound, parts.edges);
        this.admin = admin(parts, routes, egress, outbound);
        this.pages = pages(parts, book, outbound);
    }

    /** Adds every path to one event loop's router; the pages come last, for they take what nobody else did. */
    void mount(Vertx vertx, Router router) {
        dataPlane.mount(vertx, router);
        new ManageRoutes(admin).mount(router);
        pages.mount(router);
    }

    /** Writes down what only memory knows; call it when no more requests come. */
    Future<Void> flush() {
        return uses.flush();
    }

    private static WebRoutes pages(Parts parts, ModelBook book, Outbound outbound) {
        Ground ground = parts.ground;
        Edges edges = parts.edges;
        Deeds deeds = new Deeds(ground.database(), ground.changes(), edges.ids, edges.clock);
        KeyHasher hasher = new KeyHasher(ground.masterKey());
        ChannelDesk channels = new ChannelDesk(
                ground.database(), deeds, new ChannelBox(ground.masterKey(), edges.random), edges.ids, outbound);
        return new WebRoutes(new WebParts(
                ground.vertx(),
                new WebSettings(parts.config.http().publicUrl(), parts.sandboxOnly),
                ground.masterKey(),
                ground.database(),
                ground.changes(),
                deeds,
                new KeyDesk(ground.database(), deeds, hasher, edges.ids, edges.random),
                new AlertDesk(ground.database(), deeds, edges.ids, channels),
                channels,
                book,
                edges.ids,
                edges.clock));
    }

    private static RouteWatch routes(Parts parts, ModelBook book) {
        Ground ground = parts.ground;
        CatalogAssembly assembly = new CatalogAssembly(book, ProviderBook.shipped(), parts.sandbox);
        return new RouteWatch(
                ground.database(),
                ground.changes(),
                book,
                assembly,
                Tenant.PLATFORM,
                new CredentialStore(),
                parts.prices);
    }

    private static ManageParts admin(Parts parts, RouteWatch routes, Egress egress, Outbound outbound) {
        Ground ground = parts.ground;
        Edges edges = parts.edges;
        KeyHasher hasher = new KeyHasher(ground.masterKey());
        return new ManageParts(
                ground.database(),
                ground.changes(),
                ground.masterKey(),
                new AdminVerifier(hasher, ground.database(), ground.changes(), edges.clock, edges.meters),
                routes,
                ProviderBook.shipped(),
                egress,
                outbound,
                parts.config.http().publicUrl(),
                edges.ids,
                edges.random,
                edges.clock);
    }

    private static DataPlane dataPlane(Parts parts, KeyUse uses, RouteWatch routes, Egress egress) {
        Ground ground = parts.ground;
        Edges edges = parts.edges;
        KeyHasher hasher = new KeyHasher(ground.masterKey());
        TokenCounter tokens = new TokenCounter(ground.vertx());
        Telemetry.unattended(tokens.warm(), "read the tokenizer's vocabulary");
        return new DataPlane(new DataPlane.Parts(
                ground.database(),
                new KeyVerifier(hasher, ground.database(), ground.changes(), uses, edges.clock, edges.meters),
                routes,
                new CredentialVault(ground.database(), ground.changes(), ground.box()),
                egress,
                parts.billing,
                parts.config.limits(),
                tokens,
                conversations(parts),
                edges.ids,
                edges.clock,
                edges.meters));
    }

    private static ConversationMemory conversations(Parts parts) {
        Ground ground = parts.ground;
        Edges edges = parts.edges;
        ResponseStore store = new ResponseStore(new ContentBox(ground.masterKey(), edges.random));
        new ContentExpiry(ground.database(), store, edges.clock).start(ground.vertx());
        ContentWatch watch = new ContentWatch(ground.database(), ground.changes());
        return new ConversationMemory(ground.vertx(), ground.database(), watch, store, edges.clock);
    }
}
