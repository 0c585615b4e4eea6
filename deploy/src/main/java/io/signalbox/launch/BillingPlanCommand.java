package io.signalbox.launch;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Plan;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox billing plan}: gives a tenant new terms from now on. */
@Command(name = "plan", description = "Give a tenant a plan, from now on.", mixinStandardHelpOptions = true)
final class BillingPlanCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tenant", paramLabel = "<id>", required = true, description = "Whose plan.")
    private String tenant = "";

    @Option(
            names = "--kind",
            paramLabel = "<kind>",
            required = true,
            description = "prepaid (bounded by its credit) or postpaid.")
    private String kind = "";

    @Option(
            names = "--markup-bp",
            paramLabel = "<bp>",
            defaultValue = "0",
            description = "Added to cost, in basis points (100 are 1 %%).")
    private int markup;

    @Option(names = "--fee-bp", paramLabel = "<bp>", defaultValue = "0", description = "Platform fee on cost.")
    private int fee;

    @Option(
            names = "--direct-fee-bp",
            paramLabel = "<bp>",
            defaultValue = "0",
            description = "Platform fee on what the tenant's own credentials buy.")
    private int directFee;

    @Option(names = "--monthly-fee", paramLabel = "<usd>", defaultValue = "0", description = "Fixed fee a month.")
    private String monthlyFee = "0";

    BillingPlanCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        PlanTerms.Kind known = PlanTerms.Kind.ofWireName(kind)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kind is " + kind + ": must be prepaid or postpaid"));
        InstantSource clock = InstantSource.system();
        OperatorWork.<Void>run(spec, environment, desk -> {
            PlanTerms terms = new PlanTerms(known, markup, fee, directFee, Money.ofUsd(monthlyFee));
            return new Charging(desk.database(), desk.changes(), new IdSource(clock, new SecureRandom()), clock)
                    .agree(new TenantId(tenant), new Plan(0, terms, clock.instant(), "operator"));
        });
        spec.commandLine().getOut().println(tenant + " is " + kind + " from now on");
    }
}
