package io.signalbox.billing.focus;

import io.signalbox.billing.charge.PlanStore;
import io.signalbox.billing.invoice.InvoiceLine;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Exports a tenant's month as FOCUS 1.2, a piece at a time, each read in a short transaction of its own. */
public final class FocusExport {

    private final Database database;
    private final InstantSource clock;
    private final TenantStore tenants = new TenantStore();
    private final InvoiceStore invoices = new InvoiceStore();
    private final PlanStore plans = new PlanStore();
    private final FocusStore store = new FocusStore();

    public FocusExport(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The month where the tenant lives. Fails with {@code NOT_FOUND} when there is no such tenant. */
    public Future<Pieces> open(TenantId tenant, YearMonth month) {
        return database.inTransaction(
                        tenant,
                        tx -> tenants.find(tenant, tx)
                                .map(found -> found.orElseThrow(
                                        () -> Fault.of(FaultCode.NOT_FOUND, "There is no such tenant.")))
                                .compose(row -> period(row, tx, month)))
                .map(period -> new Pieces(tenant, period));
    }

    private Future<FocusPeriod> period(Tenant row, SqlClient tx, YearMonth month) {
        return invoices.list(row.id(), tx)
                .map(all -> FocusPeriod.of(row.name(), month, row.reportingZone(), all, clock.instant()))
                .compose(period -> monthlyFee(row.id(), tx, period).map(period::withMonthlyFee));
    }

    /** What the issued invoice has, or what the plan says that holds when the month ends. */
    private Future<Money> monthlyFee(TenantId tenant, SqlClient tx, FocusPeriod period) {
        if (period.isIssued()) {
            return invoices.lines(tenant, tx, period.invoiceId()).map(FocusExport::monthlyFee);
        }
        if (period.month().startsAt().isAfter(period.asOf())) {
            return Future.succeededFuture(Money.ZERO);
        }
        return plans.history(tenant, tx)
                .map(history -> history.at(period.month().endsAt().minusNanos(1))
                        .terms()
                        .monthlyFee());
    }

    private static Money monthlyFee(List<InvoiceLine> lines) {
        return lines.stream()
                .filter(line -> line.meter().equals(InvoiceLine.MONTHLY_FEE))
                .map(InvoiceLine::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    /** The CSV of one export in order, header first. Ask for the next piece only when the one before has come. */
    public final class Pieces {

        private final TenantId tenant;
        private final FocusPeriod period;
        private final FocusRows rows;
        private boolean begun;
        private Instant from;
        private int offset;

        private Pieces(TenantId tenant, FocusPeriod period) {
            this.tenant = tenant;
            this.period = period;
            this.rows = new FocusRows(period);
            this.from = period.earliest();
        }

        /** At most {@value FocusStore#PAGE_MAX} groups of charges; empty when there is no more. */
        public Future<Optional<String>> next() {
            if (!begun) {
                begun = true;
                return Future.succeededFuture(
                        Optional.of(csv().header().rows(rows.monthly()).toString()));
            }
            return database.inTransaction(
                    tenant,
                    tx -> store.hour(tenant, tx, period, from)
                            .compose(hour -> hour.isEmpty()
                                    ? Future.succeededFuture(Optional.empty())
                                    : piece(tx, hour.get()).map(Optional::of)));
        }

        private Future<String> piece(SqlClient tx, Instant hour) {
            return store.page(tenant, tx, period, hour, offset).map(usages -> {
                boolean more = usages.size() == FocusStore.PAGE_MAX;
                offset = more ? offset + FocusStore.PAGE_MAX : 0;
                from = more ? hour : hour.plus(Duration.ofHours(1));
                FocusCsv csv = csv();
                usages.forEach(usage -> csv.rows(rows.of(usage)));
                return csv.toString();
            });
        }

        private FocusCsv csv() {
            return new FocusCsv(tenant, period);
        }
    }
}
