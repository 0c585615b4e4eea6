package io.signalbox.launch;

import io.signalbox.billing.budget.NodeStanding;
import io.signalbox.billing.budget.NodeStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code signalbox node list}: every node, when it was heard of, and what it holds of tenants' budgets. */
@Command(
        name = "list",
        description =
                "List the nodes with the money they hold; stranded money waits for their next start, or for a write-off.",
        mixinStandardHelpOptions = true)
final class NodeListCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    NodeListCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<NodeStanding> nodes = OperatorWork.run(
                spec, environment, desk -> desk.database().acrossTenants(tx -> new NodeStore().list(tx)));
        PrintWriter out = spec.commandLine().getOut();
        nodes.forEach(
                each -> out.println(each.node() + (each.silent() ? " silent since " : " heard at ") + each.seenAt()
                        + ", life " + each.epoch() + ", " + each.leases() + " leases, held $"
                        + each.held().usd() + ", stranded $"
                        + each.stranded().usd()));
        return 0;
    }
}
