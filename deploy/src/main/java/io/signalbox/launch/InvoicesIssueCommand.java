package io.signalbox.launch;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.Invoices;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.TenantId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox invoices issue}: numbers a draft and freezes it. */
@Command(name = "issue", description = "Number a draft and freeze it.", mixinStandardHelpOptions = true)
final class InvoicesIssueCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tenant", paramLabel = "<id>", required = true, description = "Whose invoice.")
    private String tenant = "";

    @Parameters(paramLabel = "<invoice>", description = "The draft's id.")
    private String id = "";

    InvoicesIssueCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        InstantSource clock = InstantSource.system();
        IdSource ids = new IdSource(clock, new SecureRandom());
        Invoice issued = OperatorWork.run(spec, environment, desk -> {
            Charging charging = new Charging(desk.database(), desk.changes(), ids, clock);
            return new Invoices(desk.database(), charging, ids, clock).issue(new TenantId(tenant), id);
        });
        spec.commandLine()
                .getOut()
                .println(id + " is number "
                        + issued.number().map(String::valueOf).orElse("") + ", due " + issued.due());
    }
}
