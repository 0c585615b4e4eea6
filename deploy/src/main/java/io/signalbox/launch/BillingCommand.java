package io.signalbox.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox billing}: the operator's side of what tenants pay. */
@Command(name = "billing", description = "Set tenants' plans and give credit.", mixinStandardHelpOptions = true)
final class BillingCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: signalbox billing plan");
    }
}
