package io.signalbox.launch;

import io.signalbox.billing.price.Rerating;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox prices rerate}: posts what events cost more or less by another version. */
@Command(
        name = "rerate",
        description = "Work out again what was used by another version, and post the difference beside it.",
        mixinStandardHelpOptions = true)
final class PriceRerateCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from", required = true, description = "Attempts that started from this moment on.")
    private Instant from = Instant.EPOCH;

    @Option(names = "--to", required = true, description = "Until before this moment.")
    private Instant to = Instant.EPOCH;

    @Option(names = "--version-id", required = true, paramLabel = "<version>", description = "By which prices.")
    private String version = "";

    @Option(names = "--dry-run", description = "Only say what would be posted.")
    private boolean dry;

    PriceRerateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        Rerating.Outcome outcome = PriceOffice.with(spec, environment, office -> run(office));
        PrintWriter out = spec.commandLine().getOut();
        out.println(outcome.events() + " events, " + outcome.adjusted() + (dry ? " would be" : "") + " adjusted: "
                + outcome.more() + " more, " + outcome.less() + " less, net " + outcome.net());
        out.flush();
    }

    private Rerating.Outcome run(PriceOffice office) {
        try {
            return office.rerating().run(version, from, to, dry).await();
        } catch (IllegalArgumentException unknown) {
            throw new StartFailure(String.valueOf(unknown.getMessage()), unknown);
        }
    }
}
