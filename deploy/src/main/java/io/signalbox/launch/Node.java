package io.signalbox.launch;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.budget.BudgetGateOptions;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetWatch;
import io.signalbox.billing.journal.JournalOptions;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.catalog.ModelBook;
import io.signalbox.config.SignalboxConfig;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.CredentialVault;
import io.signalbox.credential.MasterKey;
import io.signalbox.credential.Origin;
import io.signalbox.credential.SecretBox;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyHasher;
import io.signalbox.key.KeyUse;
import io.signalbox.key.KeyVerifier;
import io.signalbox.route.RouteWatch;
import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.Tenant;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node, from its data folder to its port. {@link #start} reads from top to bottom as the order in which things come to life; they come
 * to rest in the opposite one. Everything here blocks, on the main thread only.
 */
final class Node {

    private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
    private static final Duration JOURNAL_LIMIT = Duration.ofSeconds(15);

    private final SignalboxConfig config;
    private final Teardown teardown = new Teardown();
    private final Readiness readiness = new Readiness();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, random);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);

    private Node(SignalboxConfig config) {
        this.config = config;
    }

    /** A node that answers, and what its first start made. */
    record Started(Node node, NodeUrls urls, DataFolder folder, Optional<FirstRun> firstRun) {}

    /** Starts everything, or fails with a {@link StartFailure} having stopped what had started. */
    static Started start(SignalboxConfig config) {
        Node node = new Node(config);
        try {
            return node.start();
        } catch (RuntimeException failure) {
            node.teardown.run();
            throw failure;
        }
    }

    /** Lets running requests end, then stops everything. */
    void stop() {
        LOGGER.atInfo().log("stopping: no new requests, running ones may end");
        readiness.draining();
        teardown.run();
        LOGGER.atInfo().log("stopped");
    }

    private Started start() {
        DataFolder folder = DataFolder.open(config.data().dir());
        teardown.then("data folder", folder::close);
        NodeDatabase server = NodeDatabase.open(config.database(), folder);
        teardown.then("embedded database", server::stop);
        Vertx vertx = startVertx();
        server.migrate(vertx);
        Database database = Database.connect(
                vertx, server.owner(), PoolSize.of(config.database().poolSize()));
        teardown.then("database pool", CLOSE_LIMIT, database::close);
        new DatabaseWatch(vertx, server, database, readiness).start();
        MasterKey master = new MasterKeys(folder, server, database, random, clock)
                .find(config.security().masterKey());
        ChangeFeed changes = startChanges(vertx, server, database);
        SecretBox box = new SecretBox(master, random);
        BillingNode billing = openBilling(vertx, database, changes, folder);
        DataPlane plane = dataPlane(vertx, database, changes, new KeyHasher(master), box, billing);
        int port = listen(vertx, plane);
        NodeUrls urls = NodeUrls.of(config.http(), port);
        Optional<FirstRun> firstRun =
                bootstrap(vertx, database, master, box, new FirstRunFile(folder.firstRun(), urls));
        readiness.started();
        LOGGER.atInfo().addKeyValue(LogKey.URL, urls.root()).log("ready");
        return new Started(this, urls, folder, firstRun);
    }

    private Vertx startVertx() {
        try {
            Vertx vertx = ClusteredVertx.start(config.cluster(), registry).await();
            teardown.then("vert.x and its cluster", CLOSE_LIMIT, vertx::close);
            return vertx;
        } catch (RuntimeException failure) {
            throw new StartFailure(
                    "the cluster cannot start at " + config.cluster().host() + ":"
                            + config.cluster().port() + ": " + failure.getMessage(),
                    failure);
        }
    }

    private ChangeFeed startChanges(Vertx vertx, NodeDatabase server, Database database) {
        ChangeFeed changes = new ChangeFeed(vertx, server.owner(), database);
        changes.start().await();
        teardown.then("change feed", CLOSE_LIMIT, changes::close);
        return changes;
    }

    /** Accounts for what earlier lives of this node left behind, then opens its gate. */
    private BillingNode openBilling(Vertx vertx, Database database, ChangeFeed changes, DataFolder folder) {
        BudgetWatch budgets = new BudgetWatch(database, new BudgetStore());
        changes.subscribe(budgets::onChange);
        BillingNode billing = BillingNode.open(new BillingNode.Parts(
                        vertx,
                        database,
                        budgets,
                        JournalOptions.in(folder.journal()),
                        BudgetGateOptions.STANDARD,
                        clock,
                        ids,
                        Node::journalLost))
                .await();
        teardown.then("journal", JOURNAL_LIMIT.plusSeconds(5), () -> billing.close(JOURNAL_LIMIT));
        meters.watchLedgerLag(billing.drain()::lag);
        meters.watchJournal(billing.drain()::waitingRecords, billing.journal()::usedBytes);
        return billing;
    }

    /** Without its journal a node may neither admit nor settle: it ends at once, and its next start accounts for what was under way. */
    private static void journalLost(Throwable cause) {
        LOGGER.atError().setCause(cause).log("the journal cannot be written: stopping at once");
        Runtime.getRuntime().halt(1);
    }

    private DataPlane dataPlane(
            Vertx vertx, Database database, ChangeFeed changes, KeyHasher hasher, SecretBox box, BillingNode billing) {
        KeyUse use = new KeyUse(database);
        use.start(vertx);
        teardown.then("key use", CLOSE_LIMIT, use::flush);
        ModelBook book = ModelBook.shipped();
        CatalogAssembly assembly = new CatalogAssembly(book, startSandbox(vertx));
        RouteWatch routes = new RouteWatch(database, changes, book, assembly, Tenant.PLATFORM, new CredentialStore());
        return new DataPlane(new DataPlane.Parts(
                database,
                new KeyVerifier(hasher, database, changes, use, clock, meters),
                routes,
                new CredentialVault(database, changes, box),
                billing,
                config.limits(),
                ids,
                clock,
                meters));
    }

    private Origin startSandbox(Vertx vertx) {
        SandboxPace pace = new SandboxPace(
                config.sandbox().firstTokenLatency(), config.sandbox().tokenLatency());
        try {
            SandboxServer sandbox = new SandboxServer(vertx, pace)
                    .listen(config.sandbox().port())
                    .await();
            teardown.then("sandbox", CLOSE_LIMIT, sandbox::close);
            return Origin.parse(sandbox.baseUrl().toString());
        } catch (RuntimeException failure) {
            throw new StartFailure(
                    "the sandbox cannot listen on port " + config.sandbox().port()
                            + ": set SIGNALBOX_SANDBOX_PORT (0 takes any free port): " + failure.getMessage(),
                    failure);
        }
    }

    /** One listener an event loop on a common port; returns that port. */
    private int listen(Vertx vertx, DataPlane plane) {
        AtomicInteger port = new AtomicInteger();
        HealthRoutes health = new HealthRoutes(readiness, registry);
        HttpVerticle.Parts parts =
                new HttpVerticle.Parts(config.http(), config.limits(), site(health, plane), meters, port::set);
        Supplier<Deployable> listener = () -> new HttpVerticle(parts);
        DeploymentOptions perCore =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            String deployment = vertx.deployVerticle(listener, perCore).await();
            Duration limit = config.http().drainTimeout().plusSeconds(5);
            teardown.then("http", limit, () -> vertx.undeploy(deployment));
            return port.get();
        } catch (RuntimeException failure) {
            throw cannotListen(failure);
        }
    }

    private static HttpVerticle.Site site(HealthRoutes health, DataPlane plane) {
        return (vertx, router) -> {
            health.mount(vertx, router);
            plane.mount(vertx, router);
        };
    }

    private StartFailure cannotListen(RuntimeException failure) {
        String address = config.http().host() + ":" + config.http().port();
        if (failure.getCause() instanceof BindException
                || String.valueOf(failure.getMessage()).contains("in use")) {
            return new StartFailure(
                    address
                            + " is in use or not an address of this machine: set SIGNALBOX_HTTP_PORT (0 takes any free port) or"
                            + " SIGNALBOX_HTTP_HOST",
                    failure);
        }
        return new StartFailure("cannot listen on " + address + ": " + failure.getMessage(), failure);
    }

    private Optional<FirstRun> bootstrap(
            Vertx vertx, Database database, MasterKey master, SecretBox box, FirstRunFile file) {
        PlatformCredentials credentials = new PlatformCredentials(box, ids);
        Bootstrap bootstrap = new Bootstrap(
                database,
                new KeyHasher(master),
                (tx, now) -> credentials.insert(tx, config.providers(), now),
                ids,
                random,
                clock);
        Optional<FirstRun> made = bootstrap
                .run(secrets -> vertx.executeBlocking(() -> {
                            file.write(secrets);
                            return secrets;
                        })
                        .mapEmpty())
                .await();
        if (made.isEmpty()) {
            file.refresh();
        }
        return made;
    }
}
