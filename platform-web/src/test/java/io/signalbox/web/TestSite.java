package io.signalbox.web;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.alert.AlertDesk;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.price.PriceDesk;
import io.signalbox.catalog.ModelBook;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.MasterKey;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyDesk;
import io.signalbox.key.KeyHasher;
import io.signalbox.money.Money;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.Member;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Role;
import io.signalbox.tenant.SignInLink;
import io.signalbox.tenant.SignInStore;
import io.signalbox.tenant.SignInToken;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.signalbox.testing.TestDatabase;
import io.signalbox.web.page.WebSettings;
import io.signalbox.webhook.ChannelBox;
import io.signalbox.webhook.ChannelDesk;
import io.signalbox.webhook.Outbound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A dashboard on a real port over a database of its own, with a clock that stands still until it is moved. */
public final class TestSite implements AutoCloseable {

    /** A Tuesday noon in Berlin. */
    public static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");

    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final IdSource ids = new IdSource(clock, random);
    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase testDatabase = TestDatabase.fresh(vertx);
    private final MasterKey masterKey = MasterKey.random(random);
    private final ChangeFeed feed = startedFeed();
    private final KeyDesk keys = new KeyDesk(database(), deeds(feed), new KeyHasher(masterKey), ids, random);
    private final WebSettings settings;
    private final WebRoutes routes;
    private final HttpServer server;

    private TestSite(WebSettings settings, int port) {
        this.settings = settings;
        routes = new WebRoutes(parts(feed, keys));
        server = served(routes, port);
    }

    public static TestSite start() {
        return start(new WebSettings(Optional.empty(), false), 0);
    }

    static TestSite start(WebSettings settings, int port) {
        return new TestSite(settings, port);
    }

    private ChangeFeed startedFeed() {
        ChangeFeed started = new ChangeFeed(vertx, testDatabase.options(), testDatabase.database());
        await(started.start());
        return started;
    }

    private Deeds deeds(ChangeFeed changes) {
        return new Deeds(database(), changes, ids, clock);
    }

    private WebParts parts(ChangeFeed changes, KeyDesk desk) {
        Egress egress = new Egress(new EgressGuard(Set.of()), host -> Future.succeededFuture(List.of()));
        ChannelDesk channels = new ChannelDesk(
                database(),
                deeds(changes),
                new ChannelBox(masterKey, random),
                ids,
                new Outbound(egress, Set.of("https://hooks.example.com:443"), true));
        return new WebParts(
                vertx,
                settings,
                masterKey,
                database(),
                changes,
                deeds(changes),
                desk,
                new AlertDesk(database(), deeds(changes), ids, channels),
                channels,
                ModelBook.shipped(),
                ids,
                clock);
    }

    /** Puts the shipped price book into the database, as a node's first start does. */
    void importPrices() {
        await(new PriceDesk(database(), feed).takeShipped(ModelBook.shipped()));
    }

    private HttpServer served(WebRoutes pages, int port) {
        Router router = Router.router(vertx);
        pages.mount(router);
        return await(vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1"));
    }

    /** Another node of the same installation, with memory of its own; ends with this site. Returns its URL. */
    String startNeighbour() {
        HttpServer neighbour = served(new WebRoutes(parts(startedFeed(), keys)), 0);
        return "http://127.0.0.1:" + neighbour.actualPort();
    }

    List<WebRoute> routes() {
        return routes.table();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public Database database() {
        return testDatabase.database();
    }

    public ChangeFeed feed() {
        return feed;
    }

    public IdSource ids() {
        return ids;
    }

    public Instant now() {
        return now.get();
    }

    public void moveTo(Instant instant) {
        now.set(instant);
    }

    public MasterKey masterKey() {
        return masterKey;
    }

    /** Seeds a tenant with one app and one member, and returns it. */
    public Seeded tenant(String name, Role role) {
        TenantId tenant = new TenantId(ids.next("ten"));
        AppId app = new AppId(ids.next("app"));
        MemberId member = new MemberId(ids.next("usr"));
        String email = member.value() + "@example.com";
        await(database()
                .inTransaction(
                        tenant,
                        tx -> new TenantStore()
                                .insert(
                                        tenant,
                                        tx,
                                        new Tenant(tenant, name, BERLIN, Optional.empty(), now(), Optional.empty()))
                                .compose(done -> new AppStore()
                                        .insert(tenant, tx, new App(app, tenant, "default", now(), Optional.empty())))
                                .compose(done -> new MemberStore()
                                        .insert(
                                                tenant,
                                                tx,
                                                new Member(
                                                        member,
                                                        tenant,
                                                        email,
                                                        "Ana",
                                                        role,
                                                        now(),
                                                        Optional.empty())))));
        return new Seeded(tenant, app, member);
    }

    /** A tenant's ids. */
    public record Seeded(TenantId tenant, AppId app, MemberId member) {}

    /** Another member of a seeded tenant. */
    public Seeded memberOf(Seeded seeded, Role role) {
        MemberId member = new MemberId(ids.next("usr"));
        Member row = new Member(
                member, seeded.tenant(), member.value() + "@example.com", "Bo", role, now(), Optional.empty());
        await(database().inTransaction(seeded.tenant(), tx -> new MemberStore().insert(seeded.tenant(), tx, row)));
        return new Seeded(seeded.tenant(), seeded.app(), member);
    }

    public KeyDesk keys() {
        return keys;
    }

    /** The seeded member at work. */
    public Acting acting(Seeded seeded) {
        return new Acting(seeded.tenant(), Actor.of(seeded.member()), "req_test");
    }

    /** Puts a budget's present month where a test wants it. */
    public void spend(Seeded seeded, BudgetId budget, Money spent, Money held) {
        await(database()
                .inTransaction(
                        seeded.tenant(),
                        tx -> tx.preparedQuery(
                                        "INSERT INTO budget_period (budget_id, period, tenant_id, spent_nanos, held_nanos)"
                                                + " VALUES ($1, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), $2, $3, $4)")
                                .execute(Tuple.of(
                                        budget.value(), seeded.tenant().value(), spent.nanos(), held.nanos()))));
    }

    /** Makes a one-time link and returns its path. */
    public String linkFor(Seeded seeded) {
        SignInToken token = SignInToken.generate(random);
        SignInLink link = SignInLink.of(seeded.tenant(), seeded.member(), now());
        await(database()
                .inTransaction(seeded.tenant(), tx -> new SignInStore().insertLink(seeded.tenant(), tx, link, token)));
        return "/sign-in/" + token.reveal();
    }

    /** A browser that followed a fresh link. */
    public TestBrowser signedIn(Seeded seeded) {
        TestBrowser browser = new TestBrowser(url());
        browser.post(linkFor(seeded));
        return browser;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }

    @Override
    public void close() {
        await(server.close());
        await(feed.close());
        testDatabase.close();
        await(vertx.close());
    }
}
