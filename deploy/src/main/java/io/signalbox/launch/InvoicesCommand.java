package io.signalbox.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox invoices}: drafts, and what becomes of them. */
@Command(name = "invoices", description = "Draw and issue invoices.", mixinStandardHelpOptions = true)
final class InvoicesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: signalbox invoices run");
    }
}
