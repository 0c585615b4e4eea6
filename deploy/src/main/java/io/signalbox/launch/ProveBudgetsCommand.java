package io.signalbox.launch;

import io.signalbox.launch.prove.Proof;
import io.signalbox.launch.prove.ProofOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox prove-budgets}: breaks a cluster of its own while a crowd spends, and says whether any cap was passed. */
@Command(
        name = "prove-budgets",
        description = {
            "Prove that no budget is ever overspent: starts nodes, a PostgreSQL and a provider of its own on this machine, lets many clients spend, kills"
                    + " nodes and PostgreSQL and cuts them off from each other, and then holds the books against the provider's meter.",
            "Exit code 1 when anything did not hold. Needs about 2 GB of memory; touches nothing but its own folder."
        },
        mixinStandardHelpOptions = true)
final class ProveBudgetsCommand implements Callable<Integer> {

    @Option(
            names = "--duration",
            paramLabel = "<seconds>",
            defaultValue = "60",
            description =
                    "How long things are broken, in seconds; ${DEFAULT-VALUE} if not given. About a minute comes on top.")
    private long seconds;

    @Option(
            names = "--clients",
            paramLabel = "<n>",
            defaultValue = "500",
            description = "Parallel clients; ${DEFAULT-VALUE} if not given.")
    private int clients;

    @Option(
            names = "--nodes",
            paramLabel = "<n>",
            defaultValue = "3",
            description = "Gateway nodes; ${DEFAULT-VALUE} if not given.")
    private int nodes;

    @Option(
            names = "--seed",
            paramLabel = "<n>",
            description = "Decides which faults come; a new one every time if not given.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--keep",
            description = "Keep the folder, logs included; it stays anyway when something did not hold.")
    private boolean keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Logging.quieten();
        Path home = makeHome();
        boolean holds = new Proof(options(home), spec.commandLine().getOut()).run();
        if (holds && !keep) {
            delete(home);
        } else {
            spec.commandLine().getOut().println("logs, journals and database are in " + home);
        }
        return holds ? 0 : SignalboxMain.FAILED;
    }

    private ProofOptions options(Path home) {
        try {
            long chosen = seed.orElseGet(System::currentTimeMillis);
            return new ProofOptions(nodes, clients, Duration.ofSeconds(seconds), chosen, home);
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(spec.commandLine(), outOfBounds.getMessage(), outOfBounds);
        }
    }

    /** Open to be passed through: PostgreSQL may run as another user. */
    private static Path makeHome() {
        try {
            Path home = Files.createTempDirectory("signalbox-proof-");
            return Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path home) {
        try (Stream<Path> tree = Files.walk(home)) {
            for (Path each : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(each);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
