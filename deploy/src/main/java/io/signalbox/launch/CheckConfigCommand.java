package io.signalbox.launch;

import io.signalbox.catalog.ProviderReference;
import io.signalbox.config.ConfigReference;
import io.signalbox.config.SignalboxConfig;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox check-config}: reads the configuration as {@code up} would, and touches nothing else. */
@Command(
        name = "check-config",
        description = "Check the configuration without starting anything; exit code 2 when it is wrong.",
        mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--print", description = "Print every key with the value in force, secrets masked.")
    private boolean print;

    @Option(names = "--reference", description = "Print the reference of all keys as Markdown.")
    private boolean reference;

    @Option(names = "--providers", description = "Print the providers that can be configured as Markdown.")
    private boolean providers;

    CheckConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (reference || providers) {
            out.print(reference ? ConfigReference.markdown() : ProviderReference.markdown());
            out.flush();
            return;
        }
        SignalboxConfig config = ConfigFlags.load(spec.commandLine().getParseResult(), environment);
        out.println(print ? ConfigReference.print(config) : "the configuration is good");
    }
}
