package io.signalbox.launch;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.invoice.Invoices;
import io.signalbox.id.IdSource;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox invoices run}: draws every tenant's draft for a month; it may be repeated until they are issued. */
@Command(
        name = "run",
        description = "Draw every tenant's draft for a month that is over; repeat it as often as you like.",
        mixinStandardHelpOptions = true)
final class InvoicesRunCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--period",
            paramLabel = "<month>",
            required = true,
            description = "The month, for example 2026-11.")
    private String period = "";

    InvoicesRunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        YearMonth month = month();
        InstantSource clock = InstantSource.system();
        IdSource ids = new IdSource(clock, new SecureRandom());
        long drafts = OperatorWork.run(spec, environment, desk -> {
            Charging charging = new Charging(desk.database(), desk.changes(), ids, clock);
            return charging.run().compose(charged -> new Invoices(desk.database(), charging, ids, clock).run(month));
        });
        spec.commandLine().getOut().println(drafts + " drafts for " + month);
    }

    private YearMonth month() {
        try {
            return YearMonth.parse(period);
        } catch (DateTimeException wrong) {
            throw new ParameterException(
                    spec.commandLine(), "--period is " + period + ": must be a month such as 2026-11", wrong);
        }
    }
}
