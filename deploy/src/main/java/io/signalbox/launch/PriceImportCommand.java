package io.signalbox.launch;

import io.signalbox.billing.price.PriceDiff;
import io.signalbox.billing.price.PriceFile;
import io.signalbox.money.Money;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox prices import}: reads a price file into a draft and shows what it changes. */
@Command(
        name = "import",
        description = "Show what a price file changes; with --as keep it as a draft, with --publish let it hold.",
        mixinStandardHelpOptions = true)
final class PriceImportCommand implements Runnable {

    static final String OPERATOR = "operator";

    private static final long BYTES_MAX = 32L << 20;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "<file>", description = "Prices as JSON, in our shape or in LiteLLM's.")
    private Path file = Path.of("");

    @Option(names = "--as", paramLabel = "<version>", description = "Keep the prices as a version of this name.")
    private Optional<String> version = Optional.empty();

    @Option(names = "--replace", description = "Drop every price that the file does not name; else they stay.")
    private boolean replaces;

    @Option(names = "--publish", description = "Let the version hold.")
    private boolean publishes;

    @Option(names = "--effective-at", description = "From when on, such as 2026-12-01T00:00:00Z; now unless given.")
    private Instant effectiveAt = Instant.EPOCH;

    @Option(names = "--confirm-jumps", description = "Publish although some of the changes are implausible.")
    private boolean jumpsConfirmed;

    PriceImportCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        if (publishes && version.isEmpty()) {
            throw new StartFailure("--publish needs --as <version>");
        }
        PriceFile prices = read();
        PrintWriter out = spec.commandLine().getOut();
        prices.warnings().forEach(each -> out.println("note: " + each));
        PriceOffice.with(spec, environment, office -> {
            PriceDiff diff = office.desk().compare(prices, replaces).await();
            print(out, diff);
            if (publishes && !diff.jumps().isEmpty() && !jumpsConfirmed) {
                throw new StartFailure("nothing was kept: " + diff.jumps().size()
                        + " changes are implausible; look at them and add --confirm-jumps");
            }
            version.ifPresent(name -> keep(office, prices, name, out));
            return diff;
        });
        out.flush();
    }

    private void keep(PriceOffice office, PriceFile prices, String name, PrintWriter out) {
        office.desk().draft(name, prices, replaces, OPERATOR).await();
        if (!publishes) {
            out.println("kept as the draft " + name + "; signalbox prices publish " + name + " lets it hold");
            return;
        }
        Instant from = office.desk()
                .publish(name, effectiveAt, OPERATOR, prices.note())
                .await();
        out.println(name + " holds from " + from);
    }

    private PriceFile read() {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new StartFailure(file + " is larger than 32 MB");
            }
            return PriceFile.read(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new StartFailure(file + " cannot be read", unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void print(PrintWriter out, PriceDiff diff) {
        diff.added().forEach(of -> out.println("added\t" + of.provider() + "/" + of.model()));
        diff.removed().forEach(of -> out.println("removed\t" + of.provider() + "/" + of.model()));
        diff.changes()
                .forEach(each -> out.println("changed\t" + each.of().provider() + "/"
                        + each.of().model() + "\t" + each.rate() + "\t" + usd(each.before()) + " -> "
                        + usd(each.after())
                        + each.percent().map(percent -> "\t" + percent).orElse("")));
        diff.jumps().forEach(each -> out.println("implausible\t" + each));
        if (diff.isEmpty()) {
            out.println("nothing changes");
        }
    }

    private static String usd(Optional<Money> money) {
        return money.map(Money::toString).orElse("none");
    }
}
