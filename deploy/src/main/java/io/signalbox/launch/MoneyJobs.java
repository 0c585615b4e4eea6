package io.signalbox.launch;

import io.signalbox.billing.budget.LeaseSweep;
import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.invoice.Invoices;
import io.signalbox.billing.job.Jobs;
import io.signalbox.billing.ledger.LedgerSeals;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.Meters;
import java.time.InstantSource;

/** What is done from time to time with tenants' money: seal the books, charge usage, draw invoices. */
final class MoneyJobs {

    private MoneyJobs() {}

    static void start(Jobs jobs, Ground ground, IdSource ids, InstantSource clock) {
        jobs.start(new LeaseSweep(ground.database()).job());
        jobs.start(new LedgerSeals(ground.database()).job());
        Charging charging = new Charging(ground.database(), ground.changes(), ids, clock);
        jobs.start(charging.job());
        jobs.start(new Invoices(ground.database(), charging, ids, clock).job());
    }

    static Jobs of(Ground ground, Meters meters) {
        return new Jobs(ground.vertx(), ground.database(), meters);
    }
}
