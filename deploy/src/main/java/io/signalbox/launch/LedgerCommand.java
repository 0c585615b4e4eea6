package io.signalbox.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox ledger}: what there is to do with the books. */
@Command(name = "ledger", description = "Check the books.", mixinStandardHelpOptions = true)
final class LedgerCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: signalbox ledger verify");
    }
}
