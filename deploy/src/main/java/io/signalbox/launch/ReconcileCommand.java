package io.signalbox.launch;

import io.signalbox.billing.ledger.Reconciliation.Difference;
import io.signalbox.billing.reconcile.AccountWatch;
import io.signalbox.billing.reconcile.Finding;
import io.signalbox.config.SignalboxConfig;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox reconcile}: shows what does not agree in the accounts, and clears what an operator has looked into. */
@Command(
        name = "reconcile",
        description = {
            "Show the findings of the accounts' checks that nobody has cleared; exit code 1 when there are any.",
            "Nodes check the accounts by themselves every minute, and everything once a day."
        },
        mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

    private static final PoolSize POOL = PoolSize.of(2);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--full", description = "Check everything first, from the first event on.")
    private boolean full;

    @Option(
            names = "--clear",
            paramLabel = "<id>",
            description = "Clear this finding, fnd_…; its budget may be spent from again.")
    private Optional<String> clear = Optional.empty();

    @Option(
            names = "--note",
            paramLabel = "<text>",
            defaultValue = "cleared by an operator",
            description = "Why it is cleared, for the record.")
    private String note = "";

    ReconcileCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        SignalboxConfig config = ConfigFlags.load(spec.commandLine().getParseResult(), environment);
        Logging.configure(config.log());
        Teardown teardown = new Teardown();
        try {
            DataFolder folder = DataFolder.open(config.data().dir());
            teardown.then("data folder", folder::close);
            NodeDatabase server = NodeDatabase.open(config.database(), folder);
            teardown.then("embedded database", server::stop);
            Vertx vertx = Vertx.vertx();
            teardown.then("vert.x", () -> vertx.close().await());
            Database database = Database.connect(vertx, server.owner(), POOL);
            InstantSource clock = InstantSource.system();
            return run(new AccountWatch(
                    database,
                    new ChangeFeed(vertx, server.owner(), database),
                    new IdSource(clock, new SecureRandom()),
                    clock,
                    Meters.unobserved()));
        } finally {
            teardown.run();
        }
    }

    private int run(AccountWatch accounts) {
        PrintWriter out = spec.commandLine().getOut();
        if (full) {
            List<Difference> found = accounts.checkEverything().await();
            out.println(found.isEmpty() ? "everything agrees" : found.size() + " figures do not agree");
        }
        if (clear.isPresent()) {
            boolean cleared = accounts.clear(clear.get(), note).await();
            out.println(cleared ? "cleared " + clear.get() : "there is no open finding " + clear.get());
        }
        List<Finding> open = accounts.open().await();
        open.forEach(each -> out.println(told(each)));
        if (open.isEmpty()) {
            out.println("no finding is open");
        }
        return open.isEmpty() ? 0 : SignalboxMain.FAILED;
    }

    private static String told(Finding finding) {
        return finding.id() + "  " + finding.foundAt() + "  " + finding.check() + ": " + finding.subject() + " is "
                + finding.actual() + ", should be " + finding.expected() + " nanos"
                + finding.budget().map(id -> "  (frozen: " + id + ")").orElse("");
    }
}
