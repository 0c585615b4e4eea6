package io.signalbox.launch;

import io.signalbox.billing.reconcile.report.ProviderReport;
import io.signalbox.billing.reconcile.report.ProviderReports;
import io.signalbox.billing.reconcile.report.ReportDay;
import io.signalbox.billing.reconcile.report.ReportFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox reconcile import}: keeps what a provider reports of our account with it. */
@Command(
        name = "import",
        description = {
            "Keep a provider's usage or cost report: JSON pages of OpenAI's or Anthropic's, or CSV.",
            "Days that the files cover replace what was imported of them before; give all pages of a day at once."
        },
        mixinStandardHelpOptions = true)
final class ReconcileImportCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--provider", paramLabel = "<name>", required = true, description = "Whose report it is.")
    private String provider = "";

    @Parameters(paramLabel = "<file>", arity = "1..*", description = "The files, 32 MB at most together.")
    private List<Path> files = List.of();

    ReconcileImportCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        ProviderReport report = read();
        OperatorWork.run(spec, environment, desk -> new ProviderReports(desk.database()).keep(provider, report));
        PrintWriter out = spec.commandLine().getOut();
        long days = report.covered().stream().map(ReportDay::day).distinct().count();
        out.println(days + " days of " + provider + ": " + report.costs().size() + " costs and "
                + report.usages().size() + " counts of tokens");
        if (report.cutOff()) {
            out.println("note: the last page says that there are more");
        }
    }

    private ProviderReport read() {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            try (InputStream from = Files.newInputStream(file)) {
                contents.add(from.readNBytes(ReportFiles.BYTES_MAX + 1));
            } catch (IOException unreadable) {
                throw new StartFailure(file + " cannot be read", unreadable);
            }
        }
        try {
            return ReportFiles.read(contents);
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure("nothing was kept: " + wrong.getMessage(), wrong);
        }
    }
}
