package io.signalbox.launch;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox prices publish}: from when on a version holds; an earlier one again is how to roll back. */
@Command(
        name = "publish",
        description = "Let a version hold, a draft or an earlier one again, now or from a moment on.",
        mixinStandardHelpOptions = true)
final class PricePublishCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "<version>", description = "Which version.")
    private String version = "";

    @Option(names = "--effective-at", description = "From when on, such as 2026-12-01T00:00:00Z; now unless given.")
    private Instant effectiveAt = Instant.EPOCH;

    @Option(names = "--note", description = "Why, for whoever reads the list.")
    private String note = "";

    PricePublishCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Instant from = PriceOffice.with(
                spec,
                environment,
                office -> office.desk()
                        .publish(version, effectiveAt, PriceImportCommand.OPERATOR, note)
                        .await());
        out.println(version + " holds from " + from);
        out.flush();
    }
}
