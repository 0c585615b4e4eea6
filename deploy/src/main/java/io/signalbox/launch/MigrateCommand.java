package io.signalbox.launch;

import io.signalbox.config.SignalboxConfig;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code signalbox migrate}: brings the database's schema up to date without starting a node. */
@Command(
        name = "migrate",
        description = "Bring the database's schema up to date; up does it by itself.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
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
            List<String> applied = server.migrate(vertx);
            spec.commandLine()
                    .getOut()
                    .println(applied.isEmpty() ? "the schema is up to date" : "applied " + String.join(", ", applied));
        } finally {
            teardown.run();
        }
    }
}
