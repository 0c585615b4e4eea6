package io.signalbox.launch;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code signalbox prices list}: the versions of the price book, the newest first. */
@Command(
        name = "list",
        description = "List the versions of the price book and say which one holds.",
        mixinStandardHelpOptions = true)
final class PriceListCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PriceListCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        PriceOffice.with(spec, environment, office -> office.desk().versions().await())
                .forEach((version, holds) -> out.println(String.join(
                        "\t",
                        version.id(),
                        holds
                                ? "holds"
                                : version.effectiveAt()
                                        .map(at -> "since or from " + at)
                                        .orElse("draft"),
                        version.createdBy(),
                        version.note())));
        out.flush();
    }
}
