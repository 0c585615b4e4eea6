package io.signalbox.launch;

import io.signalbox.billing.ledger.LedgerSeals;
import io.signalbox.billing.ledger.LedgerSeals.Verdict;
import io.signalbox.tenant.TenantId;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox ledger verify}: walks the books' hash chains and names the first broken link of each. */
@Command(
        name = "verify",
        description = {
            "Walk the hash chain of every tenant's book; exit 1 and name the first broken link if there is one.",
            "Keep a printed head elsewhere: a later run must still pass through it."
        },
        mixinStandardHelpOptions = true)
final class LedgerVerifyCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tenant", paramLabel = "<id>", description = "This tenant's book only.")
    private @Nullable String tenant;

    LedgerVerifyCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Optional<TenantId> only = Optional.ofNullable(tenant).map(TenantId::new);
        Map<TenantId, Verdict> verdicts = OperatorWork.run(spec, environment, desk -> {
            LedgerSeals seals = new LedgerSeals(desk.database());
            return only.isPresent()
                    ? seals.verify(only.get()).map(verdict -> Map.of(only.get(), verdict))
                    : seals.verifyAll();
        });
        PrintWriter out = spec.commandLine().getOut();
        verdicts.forEach((id, verdict) -> out.println(line(id, verdict)));
        return verdicts.values().stream().allMatch(each -> each.broken().isEmpty()) ? 0 : SignalboxMain.FAILED;
    }

    private static String line(TenantId id, Verdict verdict) {
        return verdict.broken()
                .map(broken -> id + " BROKEN at " + broken.seq() + " transaction " + broken.transaction() + ": "
                        + broken.why())
                .orElseGet(() -> id + " sound, " + verdict.head().seq() + " transactions, head "
                        + verdict.head().hash());
    }
}
