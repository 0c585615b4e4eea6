package io.signalbox.launch;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox prices}: what models cost, for whoever runs the platform. */
@Command(
        name = "prices",
        description = "List, import and publish what models cost, and re-rate what was used.",
        mixinStandardHelpOptions = true)
final class PricesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with all of its own. */
    static CommandLine with(Map<String, String> environment) {
        CommandLine prices = new CommandLine(new PricesCommand());
        prices.addSubcommand(ConfigFlags.onto(new PriceListCommand(environment)));
        prices.addSubcommand(ConfigFlags.onto(new PriceImportCommand(environment)));
        prices.addSubcommand(ConfigFlags.onto(new PricePublishCommand(environment)));
        prices.addSubcommand(ConfigFlags.onto(new PriceRerateCommand(environment)));
        return prices;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: signalbox prices list");
    }
}
