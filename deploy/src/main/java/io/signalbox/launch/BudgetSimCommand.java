package io.signalbox.launch;

import io.signalbox.billing.sim.BudgetSimulation;
import io.signalbox.billing.sim.Protocol;
import io.signalbox.billing.sim.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code signalbox budget-sim}: lives seeds of the budget protocol and says which broke what; exit code 1 when one did. Touches nothing. */
@Command(
        name = "budget-sim",
        description = "Simulate how budgets are enforced, by the seed, through crashes, cut networks and lost disks.",
        mixinStandardHelpOptions = true)
final class BudgetSimCommand implements Callable<Integer> {

    private static final int TOLD_EVERY = 10_000;

    @Option(names = "--seeds", description = "How many seeds to live; ${DEFAULT-VALUE} by default.")
    private long seeds = 2_000;

    @Option(names = "--from", description = "The first seed; ${DEFAULT-VALUE} by default.")
    private long from = 1;

    @Option(
            names = "--protocol",
            description = "One of ${COMPLETION-CANDIDATES}; the first is ours, the others are known to be wrong.",
            converter = ProtocolName.class,
            completionCandidates = ProtocolNames.class)
    private Protocol protocol = Protocol.ESCROW;

    @Option(names = "--trace", description = "Print everything that led to the first broken invariant.")
    private boolean trace;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long begunAt = System.nanoTime();
        Tally tally = new Tally();
        BudgetSimulation simulation = new BudgetSimulation(protocol);
        for (long seed = from; seed < from + seeds; seed++) {
            Optional<BudgetSimulation.Finding> found = simulation.run(seed);
            tally.count(found);
            found.filter(first -> tally.broken() == 1).ifPresent(first -> tell(first, out));
            if (tally.seeds() % TOLD_EVERY == 0) {
                spec.commandLine().getErr().println(tally.seeds() + " of " + seeds + " seeds");
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begunAt);
        out.println(protocol.wireName() + ": " + tally + " in " + took.toSeconds() + " s");
        return tally.broken() == 0 ? 0 : SignalboxMain.FAILED;
    }

    private void tell(BudgetSimulation.Finding found, PrintWriter out) {
        if (trace) {
            found.trace().forEach(out::println);
        }
        out.println("seed " + found.seed() + " broke " + found.what());
    }

    static final class ProtocolName implements ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String name) {
            return Protocol.ofWireName(name)
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of "
                            + Arrays.stream(Protocol.values())
                                    .map(Protocol::wireName)
                                    .collect(Collectors.joining(", "))));
        }
    }

    static final class ProtocolNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Protocol.values()).map(Protocol::wireName).iterator();
        }
    }
}
