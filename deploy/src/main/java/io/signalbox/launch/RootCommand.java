package io.signalbox.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox} alone: says what there is to say instead. */
@Command(
        name = "signalbox",
        description = "An LLM gateway: the cheapest model that is good enough, exact budgets, every token metered.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class)
final class RootCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: signalbox up");
    }
}
