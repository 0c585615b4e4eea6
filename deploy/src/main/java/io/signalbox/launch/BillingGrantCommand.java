package io.signalbox.launch;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Credit;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox billing grant}: gives a tenant credit. */
@Command(
        name = "grant",
        description = "Give a tenant credit that it does not pay for.",
        mixinStandardHelpOptions = true)
final class BillingGrantCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tenant", paramLabel = "<id>", required = true, description = "Who gets it.")
    private String tenant = "";

    @Option(names = "--amount", paramLabel = "<usd>", required = true, description = "How much, for example 25.00.")
    private String amount = "";

    @Option(
            names = "--days",
            paramLabel = "<days>",
            defaultValue = "0",
            description = "It expires after so many days; 0: never.")
    private long days;

    @Option(names = "--note", paramLabel = "<text>", defaultValue = "", description = "What for.")
    private String note = "";

    BillingGrantCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        InstantSource clock = InstantSource.system();
        IdSource ids = new IdSource(clock, new SecureRandom());
        Instant now = clock.instant();
        Optional<Instant> expiry = days > 0 ? Optional.of(now.plus(Duration.ofDays(days))) : Optional.empty();
        OperatorWork.<Void>run(spec, environment, desk -> {
            Credit credit = Credit.whole(
                    ids.next("crd"), Credit.Kind.GRANT, Money.ofUsd(amount), expiry, note, "operator", now);
            return new Charging(desk.database(), desk.changes(), ids, clock).credit(new TenantId(tenant), credit);
        });
        spec.commandLine().getOut().println("granted $" + amount + " to " + tenant);
    }
}
