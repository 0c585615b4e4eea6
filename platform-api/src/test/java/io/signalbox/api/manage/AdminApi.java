package io.signalbox.api.manage;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.billing.price.PriceDesk;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.PriceSource;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.MasterKey;
import io.signalbox.credential.Origin;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.key.AdminToken;
import io.signalbox.key.AdminTokenId;
import io.signalbox.key.AdminTokenStore;
import io.signalbox.key.AdminVerifier;
import io.signalbox.key.KeyHasher;
import io.signalbox.key.KeyMode;
import io.signalbox.key.KeySecret;
import io.signalbox.key.KeyUse;
import io.signalbox.key.KeyVerdict;
import io.signalbox.key.KeyVerifier;
import io.signalbox.key.StoredSecret;
import io.signalbox.route.RouteWatch;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.signalbox.webhook.Outbound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A node that serves only the admin API, and its tenants. */
final class AdminApi implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    /** The day after tomorrow by the clock that raises go by: the database's. */
    static String dayAfterTomorrow() {
        return Instant.now()
                .plus(Duration.ofDays(2))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    static final String UNKNOWN_TENANTS_HOST = "no-such-host.example.com";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Egress EGRESS =
            new Egress(new EgressGuard(Set.of()), host -> Future.succeededFuture(addresses(host)));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase db = TestDatabase.fresh(vertx);
    private final MasterKey master = MasterKey.random(RANDOM);
    private final KeyHasher hasher = new KeyHasher(master);
    private final IdSource ids = new IdSource(() -> NOW, RANDOM);
    private final HttpClient http = HttpClient.newHttpClient();
    private final KeyVerifier keyVerifier;
    private final ManageRoutes routes;
    private final HttpServer server;

    /** What came back. */
    record Reply(int status, Map<String, List<String>> headers, String text) {

        JsonObject json() {
            return new JsonObject(text);
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** A tenant and a token that may do everything in it. */
    record Org(TestTenant tenant, String token) {

        TenantId id() {
            return tenant.id();
        }
    }

    private AdminApi() throws TimeoutException {
        ChangeFeed changes = new ChangeFeed(vertx, db.options(), db.database());
        await(changes.start());
        Tenant platform =
                new Tenant(Tenant.PLATFORM, "Platform", ZoneOffset.UTC, Optional.empty(), NOW, Optional.empty());
        inTenant(Tenant.PLATFORM, tx -> new TenantStore().insert(Tenant.PLATFORM, tx, platform));
        ModelBook book = ModelBook.shipped();
        CatalogAssembly assembly =
                new CatalogAssembly(book, ProviderBook.shipped(), Origin.parse("http://127.0.0.1:1/v1"));
        keyVerifier = new KeyVerifier(
                hasher, db.database(), changes, new KeyUse(db.database()), () -> NOW, Meters.unobserved());
        routes = new ManageRoutes(new ManageParts(
                db.database(),
                changes,
                master,
                new AdminVerifier(hasher, db.database(), changes, () -> NOW, Meters.unobserved()),
                new RouteWatch(
                        db.database(),
                        changes,
                        book,
                        assembly,
                        Tenant.PLATFORM,
                        new CredentialStore(),
                        PriceSource.shipped(book)),
                ProviderBook.shipped(),
                EGRESS,
                new Outbound(EGRESS, Set.of(), false),
                Optional.empty(),
                ids,
                RANDOM,
                () -> NOW));
        await(new PriceDesk(db.database(), changes).takeShipped(book));
        Router router = Router.router(vertx);
        routes.mount(router);
        server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    static AdminApi start() {
        try {
            return new AdminApi();
        } catch (TimeoutException late) {
            throw new IllegalStateException("the admin API does not start", late);
        }
    }

    /** Every name is public but those that say what they are. */
    private static List<InetAddress> addresses(String host) {
        try {
            if (host.equals(UNKNOWN_TENANTS_HOST)) {
                return List.of();
            }
            return List.of(InetAddress.getByName(host.startsWith("rebound.") ? "169.254.169.254" : "93.184.215.14"));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address asks no resolver", impossible);
        }
    }

    ManageRoutes routes() {
        return routes;
    }

    Database database() {
        return db.database();
    }

    String origin() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    Org org() {
        TestTenant tenant = TestTenant.in(db.database());
        return new Org(tenant, token(tenant, Grants.EVERYTHING, Optional.empty()));
    }

    String token(TestTenant tenant, Grants grants, Optional<Instant> expiresAt) {
        KeySecret secret = KeySecret.generate(KeyMode.ADMIN, RANDOM);
        AdminToken token = new AdminToken(
                new AdminTokenId(ids.next("adm")),
                tenant.id(),
                "test",
                grants,
                tenant.owner().value(),
                NOW,
                expiresAt);
        inTenant(
                tenant.id(),
                tx -> new AdminTokenStore().insert(tenant.id(), tx, token, StoredSecret.of(secret, hasher, NOW)));
        return secret.reveal();
    }

    KeyVerdict verdict(String secret) {
        return await(keyVerifier.verify(secret));
    }

    <T> T inTenant(TenantId tenant, Function<SqlClient, Future<T>> work) {
        return await(db.database().inTransaction(tenant, work));
    }

    String nextId(String prefix) {
        return ids.next(prefix);
    }

    Reply get(Org org, String path) {
        return send("GET", path, Map.of("authorization", "Bearer " + org.token()), "");
    }

    Reply post(Org org, String path, JsonObject body) {
        return write("POST", org, path, body);
    }

    Reply write(String method, Org org, String path, JsonObject body) {
        return send(
                method,
                path,
                Map.of("authorization", "Bearer " + org.token(), "content-type", "application/json"),
                body.encode());
    }

    /** As {@link #write}, of the version last read. */
    Reply writeVersion(String method, Org org, String path, String etag, JsonObject body) {
        Map<String, String> headers =
                Map.of("authorization", "Bearer " + org.token(), "content-type", "application/json", "if-match", etag);
        return send(method, path, headers, body.encode());
    }

    /** {@code path} is below {@code /api/v1}. */
    Reply send(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + "/api/v1" + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("a test waited in vain", late);
        }
    }

    @Override
    public void close() {
        await(server.close());
        db.close();
        await(vertx.close());
    }
}
