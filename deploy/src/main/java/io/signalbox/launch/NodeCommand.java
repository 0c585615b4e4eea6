package io.signalbox.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox node}: what there is to do with the nodes of an installation. */
@Command(name = "node", description = "List nodes and give up the money of lost ones.", mixinStandardHelpOptions = true)
final class NodeCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, for example: signalbox node list");
    }
}
