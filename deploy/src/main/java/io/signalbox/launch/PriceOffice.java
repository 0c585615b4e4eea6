package io.signalbox.launch;

import io.signalbox.billing.price.PriceDesk;
import io.signalbox.billing.price.Rerating;
import io.signalbox.catalog.ModelBook;
import io.signalbox.config.SignalboxConfig;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.fault.Fault;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The price book without a node: opens the configured database for one command. A database of the operator's may be in use by nodes, which hear of every
 * change; the embedded one belongs to its node, which must be stopped first.
 */
record PriceOffice(PriceDesk desk, Rerating rerating) {

    /** Runs {@code work} and closes everything again; main thread only. */
    static <T> T with(CommandSpec spec, Map<String, String> environment, Function<PriceOffice, T> work) {
        SignalboxConfig config = ConfigFlags.load(spec.commandLine().getParseResult(), environment);
        Logging.configure(config.log());
        Teardown teardown = new Teardown();
        try {
            DataFolder folder = DataFolder.open(config.data().dir());
            teardown.then("data folder", folder::close);
            NodeDatabase server = NodeDatabase.open(config.database(), folder);
            teardown.then("embedded database", server::stop);
            Vertx vertx = Vertx.vertx();
            teardown.then("vert.x", () -> vertx.close().await());
            server.migrate(vertx);
            Database database = Database.connect(vertx, server.owner(), PoolSize.of(2));
            PriceDesk desk = new PriceDesk(database, new ChangeFeed(vertx, server.owner(), database));
            desk.takeShipped(ModelBook.shipped()).await();
            return work.apply(new PriceOffice(desk, new Rerating(database)));
        } catch (Fault refused) {
            throw new StartFailure(refused.publicMessage(), refused);
        } finally {
            teardown.run();
        }
    }
}
