package io.signalbox.launch;

import io.signalbox.config.SignalboxConfig;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox up}: starts a node and keeps it until a signal comes. */
@Command(
        name = "up",
        description = "Start Signalbox; SIGTERM or Ctrl-C stops it once running requests have ended.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--accept-loss",
            description = "Start with a damaged journal and go on with what can be read of it; what is lost stays held"
                    + " until signalbox node write-off.")
    private boolean acceptLoss;

    UpCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        SignalboxConfig config = ConfigFlags.load(spec.commandLine().getParseResult(), environment);
        Logging.configure(config.log());
        Signals signals = Signals.takeOver();
        Node.Started started = Node.start(config, acceptLoss);
        PrintWriter out = spec.commandLine().getOut();
        boolean sandboxOnly = started.sandboxOnly();
        out.print(started.firstRun()
                .map(made -> Banner.first(started.urls(), made, started.folder().firstRun(), sandboxOnly))
                .orElseGet(() -> Banner.later(started.urls(), sandboxOnly)));
        out.flush();
        signals.awaitFirst();
        started.node().stop();
        return 0;
    }
}
