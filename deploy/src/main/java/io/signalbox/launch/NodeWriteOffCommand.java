package io.signalbox.launch;

import io.signalbox.billing.budget.LeaseAuthority;
import io.signalbox.fault.Fault;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox node write-off}: an operator declares a node's journal lost, the only way but its return to end what it holds. */
@Command(
        name = "write-off",
        description = {
            "Count all that a lost node holds as spent, so that its budgets can go on.",
            "Only for a node whose journal is gone for good: one that can start again accounts for itself, to the nano.",
            "Of a node that is alive only what its earlier lives left behind is written off."
        },
        mixinStandardHelpOptions = true)
final class NodeWriteOffCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "<node>", description = "The node's id, nod_…, as signalbox node list tells it.")
    private String node = "";

    NodeWriteOffCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try {
            LeaseAuthority.WrittenOff done = OperatorWork.run(
                    spec,
                    environment,
                    desk -> desk.database().acrossTenants(tx -> new LeaseAuthority().writeOff(tx, node)));
            spec.commandLine()
                    .getOut()
                    .println("wrote off " + done.leases() + " leases of " + node + ": $"
                            + done.amount().usd() + " counts as spent");
            return 0;
        } catch (Fault refused) {
            throw new StartFailure(refused.publicMessage(), refused);
        }
    }
}
