package io.signalbox.launch;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.job.Jobs;
import io.signalbox.billing.price.PriceDesk;
import io.signalbox.billing.price.PriceWatch;
import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.config.SignalboxConfig;
import io.signalbox.credential.MasterKey;
import io.signalbox.credential.Origin;
import io.signalbox.credential.SecretBox;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyHasher;
import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node, from its port to its answers. {@link #start()} reads from top to bottom as the order in which things come to life; they come
 * to rest in the opposite one. Everything here blocks, on the main thread only.
 */
final class Node {

    private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
    private static final Duration JOURNAL_LIMIT = Duration.ofSeconds(15);

    private final SignalboxConfig config;
    private final boolean acceptLoss;
    private final Teardown teardown = new Teardown();
    private final Readiness readiness = new Readiness();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, random);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);

    private Node(SignalboxConfig config, boolean acceptLoss) {
        this.config = config;
        this.acceptLoss = acceptLoss;
    }

    /** A node that answers, and what its first start made; {@code sandboxOnly}: the platform has no provider. */
    record Started(Node node, NodeUrls urls, DataFolder folder, Optional<FirstRun> firstRun, boolean sandboxOnly) {}

    /** Starts everything, or fails with a {@link StartFailure} having stopped what had started; {@code acceptLoss} allows a damaged journal. */
    static Started start(SignalboxConfig config, boolean acceptLoss) {
        Node node = new Node(config, acceptLoss);
        boolean started = false;
        try {
            Started running = node.start();
            started = true;
            return running;
        } finally {
            // Awaiting a future throws whatever failed it, checked or not.
            if (!started) {
                node.teardown.run();
            }
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
        ReservedPort port = ReservedPort.of(config.http());
        teardown.then("port", port::close);
        NodeUrls urls = NodeUrls.of(config.http(), port.number());
        Ground ground = layGround();
        Optional<FirstRun> firstRun =
                bootstrap(ground, new FirstRunFile(ground.folder().firstRun(), urls));
        boolean sandboxOnly = takeProvidersOver(ground);
        PriceWatch prices = openPrices(ground);
        BillingNode billing = openBilling(ground);
        Origin sandbox = startSandbox(ground.vertx());
        Jobs jobs = new Jobs(ground.vertx(), ground.database(), meters);
        teardown.then("jobs", CLOSE_LIMIT, jobs::stop);
        Site site = new Site(new Site.Parts(
                ground,
                billing,
                prices,
                jobs,
                config,
                sandbox,
                sandboxOnly,
                new Site.Edges(ids, random, clock, meters)));
        teardown.then("uses of keys", CLOSE_LIMIT, site::flush);
        listen(ground.vertx(), port, site);
        readiness.started();
        LOGGER.atInfo().addKeyValue(LogKey.URL, urls.root()).log("ready");
        return new Started(this, urls, ground.folder(), firstRun, sandboxOnly);
    }

    /** Folder, database, cluster, schema, master key, change feed. */
    private Ground layGround() {
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
        ChangeFeed changes = new ChangeFeed(vertx, server.owner(), database);
        changes.start().await();
        teardown.then("change feed", CLOSE_LIMIT, changes::close);
        return new Ground(vertx, folder, database, changes, master, new SecretBox(master, random));
    }

    private Vertx startVertx() {
        try {
            Vertx vertx = ClusteredVertx.start(config.cluster(), registry).await();
            teardown.then("vert.x and its cluster", CLOSE_LIMIT, vertx::close);
            return vertx;
        } catch (Exception failure) {
            throw new StartFailure(
                    "the cluster cannot start at " + config.cluster().host() + ":"
                            + config.cluster().port() + ": " + failure.getMessage(),
                    failure);
        }
    }

    private Optional<FirstRun> bootstrap(Ground ground, FirstRunFile file) {
        Bootstrap bootstrap = new Bootstrap(ground.database(), new KeyHasher(ground.masterKey()), ids, random, clock);
        Optional<FirstRun> made = bootstrap
                .run(secrets -> ground.vertx()
                        .executeBlocking(() -> {
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

    /** Returns whether the platform has no provider, and says so. */
    private boolean takeProvidersOver(Ground ground) {
        Deeds deeds = new Deeds(ground.database(), ground.changes(), ids, clock);
        Set<String> providers = new PlatformCredentials(
                        ProviderBook.shipped(), ground.database(), deeds, ground.box(), ids)
                .takeOver(config.providers())
                .await();
        if (providers.isEmpty()) {
            LOGGER.atWarn().log("sandbox mode: the platform has no provider, so answers are made up");
        }
        return providers.isEmpty();
    }

    /** The shipped prices are in the database, and what holds is watched, before anything can ask. */
    private static PriceWatch openPrices(Ground ground) {
        new PriceDesk(ground.database(), ground.changes())
                .takeShipped(ModelBook.shipped())
                .await();
        PriceWatch prices = new PriceWatch(ground.database(), ground.changes());
        prices.start(ground.vertx());
        return prices;
    }

    private BillingNode openBilling(Ground ground) {
        BillingNode billing = BillingStart.open(ground, ids, clock, acceptLoss);
        teardown.then("journal", JOURNAL_LIMIT.plusSeconds(5), () -> billing.close(JOURNAL_LIMIT));
        meters.watchLedgerLag(billing.drain()::lag);
        meters.watchJournal(billing.drain()::waitingRecords, billing.journal()::usedBytes);
        meters.watchEscrow(new Meters.Escrow(
                () -> billing.heartbeat().held(),
                () -> billing.heartbeat().strandedInAll(),
                billing.gate()::refills,
                billing.gate()::recalls,
                billing.gate()::waiting));
        meters.watchReady(readiness::isReady);
        startMoneyJobs(ground);
        return billing;
    }

    private void startMoneyJobs(Ground ground) {
        Jobs jobs = MoneyJobs.of(ground, meters);
        MoneyJobs.start(jobs, ground, ids, clock);
        teardown.then("money jobs", CLOSE_LIMIT, jobs::stop);
    }

    private Origin startSandbox(Vertx vertx) {
        if (config.sandbox().url().isPresent()) {
            return Origin.parse(config.sandbox().url().get().toString());
        }
        SandboxPace pace = new SandboxPace(
                config.sandbox().firstTokenLatency(), config.sandbox().tokenLatency());
        try {
            SandboxServer sandbox = new SandboxServer(vertx, pace)
                    .listen(config.sandbox().port())
                    .await();
            teardown.then("sandbox", CLOSE_LIMIT, sandbox::close);
            return Origin.parse(sandbox.baseUrl().toString());
        } catch (Exception failure) {
            throw new StartFailure(
                    "the sandbox cannot listen on 127.0.0.1:" + config.sandbox().port() + " (" + failure.getMessage()
                            + "): set SIGNALBOX_SANDBOX_PORT (0 takes any free port)",
                    failure);
        }
    }

    /** One listener an event loop. */
    private void listen(Vertx vertx, ReservedPort port, Site site) {
        HealthRoutes health = new HealthRoutes(readiness, registry);
        HttpVerticle.Parts parts = new HttpVerticle.Parts(
                config.http(),
                port.number(),
                config.limits(),
                (loop, router) -> {
                    health.mount(loop, router);
                    site.mount(loop, router);
                },
                meters);
        Supplier<Deployable> listener = () -> new HttpVerticle(parts);
        DeploymentOptions perCore =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            port.release();
            String deployment = vertx.deployVerticle(listener, perCore).await();
            Duration limit = config.http().drainTimeout().plusSeconds(5);
            teardown.then("http", limit, () -> vertx.undeploy(deployment));
        } catch (IOException unreleased) {
            throw new UncheckedIOException(unreleased);
        }
    }
}
