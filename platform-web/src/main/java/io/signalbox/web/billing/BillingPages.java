package io.signalbox.web.billing;

import io.signalbox.billing.charge.ChargeStore;
import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.charge.CreditStore;
import io.signalbox.billing.charge.PlanStore;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.billing.invoice.BilledTo;
import io.signalbox.billing.invoice.BillingMonth;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceCsv;
import io.signalbox.billing.invoice.InvoiceLine;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.ledger.StatementStore;
import io.signalbox.billing.ledger.StatementStore.Statement;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.PageRequest;
import io.signalbox.money.Money;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Viewer;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of a tenant's billing, that of one invoice, and their tables as CSV. Each is one transaction; nothing here changes anything. */
public final class BillingPages {

    private static final int APPS_MAX = 200;

    private final Database database;
    private final InstantSource clock;
    private final PlanStore plans = new PlanStore();
    private final ChargeStore charges = new ChargeStore();
    private final CreditStore credits = new CreditStore();
    private final InvoiceStore invoices = new InvoiceStore();
    private final LedgerStore ledger = new LedgerStore();
    private final StatementStore statements = new StatementStore();
    private final AppStore apps = new AppStore();

    public BillingPages(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What the page of billing tells of; {@code balances} by account. */
    record Facts(
            BillingMonth month,
            Instant now,
            PlanTerms terms,
            ChargeStore.Totals totals,
            Map<String, Money> balances,
            List<Credit> credits,
            List<Invoice> invoices,
            Statement statement) {}

    /** What the page of an invoice tells of; {@code subject} is the invoice that a credit note is about. */
    record InvoiceFacts(
            Invoice invoice,
            Optional<Invoice> subject,
            List<Invoice> notes,
            List<InvoiceLine> lines,
            Optional<BilledTo> billedTo,
            List<App> apps) {}

    public Future<Answer> show(Visit visit) {
        Viewer viewer = visit.viewer();
        TenantId tenant = viewer.tenant();
        return database.inTransaction(tenant, tx -> facts(viewer, tx))
                .map(facts -> Answer.page("Billing", Section.BILLING, "billing/page", BillingView.of(facts)));
    }

    private Future<Facts> facts(Viewer viewer, SqlClient tx) {
        TenantId tenant = viewer.tenant();
        Instant now = clock.instant();
        BillingMonth month = month(viewer, now);
        Future<PlanTerms> terms =
                plans.history(tenant, tx).map(history -> history.at(now).terms());
        Future<ChargeStore.Totals> totals = charges.totals(tenant, tx, month.startsAt(), month.endsAt());
        Future<Map<String, Money>> balances = ledger.balances(tenant, tx);
        Future<List<Credit>> given = credits.list(tenant, tx);
        Future<List<Invoice>> drawn = invoices.list(tenant, tx);
        Future<Statement> statement = statements.find(tenant, tx, month.startsAt(), month.endsAt());
        return Future.all(List.of(terms, totals, balances, given, drawn, statement))
                .map(all -> new Facts(
                        month,
                        now,
                        terms.result(),
                        totals.result(),
                        balances.result(),
                        given.result(),
                        drawn.result(),
                        statement.result()));
    }

    private static BillingMonth month(Viewer viewer, Instant now) {
        return new BillingMonth(YearMonth.from(now.atZone(viewer.zone())), viewer.zone());
    }

    public Future<Answer> invoice(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return database.inTransaction(
                        tenant,
                        tx -> existing(tenant, tx, visit.pathParam("id")).compose(found -> facts(tenant, tx, found)))
                .map(facts -> InvoiceView.of(facts, visit.viewer().tenantName()))
                .map(view -> Answer.page(view.title(), Section.BILLING, "billing/invoice", view));
    }

    private Future<InvoiceFacts> facts(TenantId tenant, SqlClient tx, Invoice invoice) {
        Future<Optional<Invoice>> subject = invoice.subject()
                .map(id -> invoices.find(tenant, tx, id))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        Future<List<Invoice>> notes = invoices.notes(tenant, tx, invoice.id());
        Future<List<InvoiceLine>> lines = invoices.lines(tenant, tx, invoice.id());
        Future<Optional<BilledTo>> billedTo = invoices.billedTo(tenant, tx, invoice.id());
        Future<List<App>> known = apps.list(tenant, tx, PageRequest.first(APPS_MAX));
        return Future.all(subject, notes, lines, billedTo, known)
                .map(all -> new InvoiceFacts(
                        invoice, subject.result(), notes.result(), lines.result(), billedTo.result(), known.result()));
    }

    public Future<Answer> invoiceCsv(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        String id = visit.pathParam("id");
        return database.inTransaction(
                tenant,
                tx -> existing(tenant, tx, id)
                        .compose(invoice -> invoices.lines(tenant, tx, id)
                                .map(lines -> Answer.csv(invoice.id() + ".csv", InvoiceCsv.of(invoice, lines)))));
    }

    private Future<Invoice> existing(TenantId tenant, SqlClient tx, String id) {
        return invoices.find(tenant, tx, id)
                .map(found -> found.orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "There is no such invoice.")));
    }

    /** This month's movements one by one; the page sums them up by day. */
    public Future<Answer> statementCsv(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        BillingMonth month = month(visit.viewer(), clock.instant());
        return database.inTransaction(tenant, tx -> statements.find(tenant, tx, month.startsAt(), month.endsAt()))
                .map(statement ->
                        Answer.csv("statement-" + month.month() + ".csv", BillingCsv.ofStatement(statement, month)));
    }

    public Future<Answer> creditsCsv(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return database.inTransaction(tenant, tx -> credits.list(tenant, tx))
                .map(all -> Answer.csv("credits.csv", BillingCsv.ofCredits(all)));
    }

    public Future<Answer> invoicesCsv(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return database.inTransaction(tenant, tx -> invoices.list(tenant, tx))
                .map(all -> Answer.csv("invoices.csv", BillingCsv.ofInvoices(all)));
    }
}
