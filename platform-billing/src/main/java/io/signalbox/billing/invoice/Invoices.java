package io.signalbox.billing.invoice;

import static java.time.ZoneOffset.UTC;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.PlanStore;
import io.signalbox.billing.job.Job;
import io.signalbox.billing.ledger.AccountCode;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.ledger.Posting;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Draws and issues invoices. A draft can be drawn anew as charges come in; what comes to light once it is issued goes, marked as late, to the next. So every
 * charge is billed once, and the lines of all invoices add up to the charges.
 */
public final class Invoices {

    private static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final Charging charging;
    private final IdSource ids;
    private final InstantSource clock;
    private final InvoiceStore invoices = new InvoiceStore();
    private final InvoiceUsageStore usage = new InvoiceUsageStore();
    private final PlanStore plans = new PlanStore();
    private final LedgerStore ledger = new LedgerStore();

    public Invoices(Database database, Charging charging, IdSource ids, InstantSource clock) {
        this.database = database;
        this.charging = charging;
        this.ids = ids;
        this.clock = clock;
    }

    /** Keeps last month's drafts up to date. */
    public Job job() {
        return Job.onOneNode(
                "draw-invoices",
                EVERY,
                () -> run(YearMonth.from(clock.instant().atOffset(UTC)).minusMonths(1))
                        .mapEmpty());
    }

    /** Draws the draft of every tenant that is billed, for a month that is over where it lives; issued ones stay. Answers how many drafts there are now. */
    public Future<Long> run(YearMonth month) {
        return database.acrossTenants(invoices::payers).compose(payers -> {
            Future<Long> drawn = Future.succeededFuture(0L);
            for (InvoiceStore.Payer payer : payers) {
                drawn = drawn.compose(count -> draw(payer, month).map(isDraft -> isDraft ? count + 1 : count));
            }
            return drawn;
        });
    }

    private Future<Boolean> draw(InvoiceStore.Payer payer, YearMonth month) {
        BillingMonth period = new BillingMonth(month, payer.zone());
        if (period.endsAt().isAfter(clock.instant())) {
            return Future.succeededFuture(false);
        }
        TenantId tenant = payer.tenant();
        return database.inTransaction(
                tenant,
                tx -> invoices.insert(tenant, tx, draft(Invoice.Kind.INVOICE, Optional.empty(), period, ""))
                        .compose(done -> invoices.lockOfPeriod(tenant, tx, month))
                        .compose(invoice -> invoice.state() == Invoice.State.DRAFT
                                ? drawn(tenant, tx, invoice).map(true)
                                : Future.succeededFuture(false)));
    }

    private Invoice draft(Invoice.Kind kind, Optional<String> subject, BillingMonth period, String reason) {
        return new Invoice(
                ids.next("inv"),
                kind,
                subject,
                period,
                Invoice.State.DRAFT,
                Optional.empty(),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                reason,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
    }

    private Future<Drawn> drawn(TenantId tenant, SqlClient tx, Invoice invoice) {
        return plans.history(tenant, tx)
                .compose(history -> usage.open(tenant, tx, invoice.period()).compose(groups -> {
                    Money monthly = history.at(invoice.period().endsAt().minusNanos(1))
                            .terms()
                            .monthlyFee();
                    Drawn drawn = Drawn.of(groups, monthly);
                    return invoices.draw(
                                    tenant,
                                    tx,
                                    invoice.id(),
                                    drawn.lines(),
                                    drawn.owed().plus(monthly),
                                    clock.instant())
                            .map(drawn);
                }));
    }

    /** What a draft shows: {@code owed} is what credit did not pay, without the monthly fee, which is only paid when it is issued. */
    private record Drawn(List<InvoiceLine> lines, Money owed, Money monthly) {

        static Drawn of(List<UsageGroup> groups, Money monthly) {
            List<InvoiceLine> lines = new ArrayList<>();
            Map<String, Money> fees = new TreeMap<>();
            Map<String, Money> lateFees = new TreeMap<>();
            Money owed = Money.ZERO;
            for (UsageGroup group : groups) {
                lines.addAll(group.lines());
                (group.late() ? lateFees : fees).merge(group.app(), group.fee(), Money::plus);
                owed = owed.plus(group.owed());
            }
            lateFees.forEach((app, fee) -> addFee(lines, app, InvoiceLine.PLATFORM_FEE, true, fee));
            fees.forEach((app, fee) -> addFee(lines, app, InvoiceLine.PLATFORM_FEE, false, fee));
            addFee(lines, "", InvoiceLine.MONTHLY_FEE, false, monthly);
            return new Drawn(lines, owed, monthly);
        }

        private static void addFee(List<InvoiceLine> lines, String app, String meter, boolean late, Money fee) {
            if (!fee.equals(Money.ZERO)) {
                lines.add(new InvoiceLine(app, "", meter, false, late, 0, fee));
            }
        }
    }

    /** Draws a draft a last time, numbers it and freezes it; one that credit has paid is paid. Fails with {@code CONFLICT} when it is no draft. */
    public Future<Invoice> issue(TenantId tenant, String id) {
        Instant now = clock.instant();
        return database.acrossTenants(tx -> locked(tenant, tx, id, Invoice.State.DRAFT)
                .compose(invoice -> drawn(tenant, tx, invoice)
                        .compose(drawn -> usage.take(tenant, tx, invoice.period(), id)
                                .compose(taken -> charging.monthlyFee(tenant, tx, drawn.monthly()))
                                .compose(owed -> invoices.draw(
                                        tenant,
                                        tx,
                                        id,
                                        drawn.lines(),
                                        drawn.owed().plus(owed),
                                        now))))
                .compose(done -> issued(tenant, tx, id, now)));
    }

    private Future<Invoice> issued(TenantId tenant, SqlClient tx, String id, Instant now) {
        return invoices.issue(tenant, tx, id, now)
                .compose(done -> existing(tenant, tx, id))
                .compose(invoice -> invoice.due().nanos() > 0
                        ? Future.succeededFuture(invoice)
                        : invoices.settle(tenant, tx, id, Invoice.State.PAID, now)
                                .compose(done -> existing(tenant, tx, id)));
    }

    /** Gives back a part of an issued or paid invoice, with a document of its own. Fails with {@code CONFLICT} when that is more than it came to. */
    public Future<Invoice> creditNote(TenantId tenant, String id, Money amount, String reason) {
        return database.acrossTenants(tx -> invoices.lock(tenant, tx, id).compose(found -> {
            Invoice invoice = found.orElseThrow(Invoices::unknown);
            if (invoice.state() == Invoice.State.DRAFT || invoice.state() == Invoice.State.VOID) {
                throw Fault.of(
                        FaultCode.CONFLICT, "The invoice is " + invoice.state().wireName() + ".");
            }
            return note(tenant, tx, invoice, amount, reason);
        }));
    }

    /** Takes an issued invoice back: what is due of it is credited, its number and its charges stay its own. */
    public Future<Invoice> annul(TenantId tenant, String id, String reason) {
        return database.acrossTenants(tx -> locked(tenant, tx, id, Invoice.State.ISSUED)
                .compose(invoice -> note(tenant, tx, invoice, invoice.due(), reason))
                .compose(note -> invoices.settle(tenant, tx, id, Invoice.State.VOID, clock.instant()))
                .compose(done -> existing(tenant, tx, id)));
    }

    private Future<Invoice> note(TenantId tenant, SqlClient tx, Invoice invoice, Money amount, String reason) {
        Instant now = clock.instant();
        Invoice note = draft(Invoice.Kind.CREDIT_NOTE, Optional.of(invoice.id()), invoice.period(), reason);
        InvoiceLine line = new InvoiceLine("", "", InvoiceLine.CREDIT, false, false, 0, amount.negated());
        return invoices.credited(tenant, tx, invoice.id())
                .map(credited -> requireWithin(amount, invoice.total().minus(credited)))
                .compose(fits -> invoices.insert(tenant, tx, note))
                .compose(done -> invoices.draw(tenant, tx, note.id(), List.of(line), amount.negated(), now))
                .compose(done -> ledger.insert(
                        tenant,
                        tx,
                        new Posting(
                                ids.next("ltx"),
                                tenant,
                                "credit_note",
                                now,
                                List.of(
                                        new Posting.Line(AccountCode.ADJUSTMENT.code(), amount),
                                        new Posting.Line(AccountCode.RECEIVABLE.code(), amount.negated())))))
                .compose(done -> issued(tenant, tx, note.id(), now));
    }

    private static Money requireWithin(Money amount, Money left) {
        if (amount.nanos() <= 0 || amount.compareTo(left) > 0) {
            throw Fault.of(FaultCode.CONFLICT, "A credit note must be more than 0 and at most " + left.usd() + " USD.");
        }
        return amount;
    }

    private Future<Invoice> locked(TenantId tenant, SqlClient tx, String id, Invoice.State wanted) {
        return invoices.lock(tenant, tx, id).map(found -> {
            Invoice invoice = found.orElseThrow(Invoices::unknown);
            if (invoice.state() != wanted) {
                throw Fault.of(
                        FaultCode.CONFLICT, "The invoice is " + invoice.state().wireName() + ".");
            }
            return invoice;
        });
    }

    private Future<Invoice> existing(TenantId tenant, SqlClient tx, String id) {
        return invoices.find(tenant, tx, id).map(found -> found.orElseThrow(Invoices::unknown));
    }

    private static Fault unknown() {
        return Fault.of(FaultCode.NOT_FOUND, "There is no such invoice.");
    }
}
