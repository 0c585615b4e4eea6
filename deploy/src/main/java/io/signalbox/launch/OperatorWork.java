package io.signalbox.launch;

import io.signalbox.config.SignalboxConfig;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.fault.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What an operator's command does to the installation's database, without a node. With {@code database.url} nodes may run meanwhile, and hear of changes; an
 * embedded database belongs to the node that runs it, so that one must be stopped. Blocks; main thread only.
 */
final class OperatorWork {

    private OperatorWork() {}

    /** What commands work with; {@code changes} only sends. */
    record Desk(Vertx vertx, Database database, ChangeFeed changes) {}

    static <T> T run(CommandSpec spec, Map<String, String> environment, Function<Desk, Future<T>> work) {
        SignalboxConfig config = ConfigFlags.load(spec.commandLine().getParseResult(), environment);
        Logging.configure(config.log());
        Teardown teardown = new Teardown();
        try {
            NodeDatabase server = open(config, teardown);
            teardown.then("embedded database", server::stop);
            Vertx vertx = Vertx.vertx();
            teardown.then("vert.x", () -> vertx.close().await());
            server.migrate(vertx);
            Database database = Database.connect(vertx, server.owner(), PoolSize.of(2));
            teardown.then("database pool", () -> database.close().await());
            return work.apply(new Desk(vertx, database, new ChangeFeed(vertx, server.owner(), database)))
                    .await();
        } catch (Fault refused) {
            throw new StartFailure(String.valueOf(refused.getMessage()), refused);
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure(String.valueOf(wrong.getMessage()), wrong);
        } finally {
            teardown.run();
        }
    }

    private static NodeDatabase open(SignalboxConfig config, Teardown teardown) {
        Optional<NodeDatabase> given = NodeDatabase.given(config.database());
        if (given.isPresent()) {
            return given.get();
        }
        DataFolder folder = DataFolder.open(config.data().dir());
        teardown.then("data folder", folder::close);
        return NodeDatabase.open(config.database(), folder);
    }
}
