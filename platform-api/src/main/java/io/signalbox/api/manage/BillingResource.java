package io.signalbox.api.manage;

import static java.time.ZoneOffset.UTC;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.charge.CreditStore;
import io.signalbox.billing.charge.PlanStore;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceCsv;
import io.signalbox.billing.invoice.InvoiceLine;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.ledger.StatementStore;
import io.signalbox.db.Database;
import io.signalbox.money.Money;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

/** What a tenant pays, what it owes and has, and its invoices. Reads only: plans, credit and invoices are the operator's to make. */
final class BillingResource {

    private final Database database;
    private final InstantSource clock;
    private final PlanStore plans = new PlanStore();
    private final CreditStore credits = new CreditStore();
    private final InvoiceStore invoices = new InvoiceStore();
    private final LedgerStore ledger = new LedgerStore();
    private final StatementStore statements = new StatementStore();

    BillingResource(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/billing/summary", Permission.READ_BILLING, this::summary),
                ManageRoute.get("/billing/statement", Permission.READ_BILLING, this::statement),
                ManageRoute.get("/credits", Permission.READ_BILLING, this::credits),
                ManageRoute.get("/invoices", Permission.READ_BILLING, this::list),
                ManageRoute.get("/invoices/{id}", Permission.READ_BILLING, this::show));
    }

    private Future<Answer> summary(ManageRequest request) {
        request.query().check();
        TenantId tenant = request.tenant();
        return database.inTransaction(
                tenant,
                tx -> plans.history(tenant, tx)
                        .compose(history -> ledger.balances(tenant, tx)
                                .map(balances -> Answer.ok(
                                        summary(history.at(clock.instant()).terms(), balances)))));
    }

    private static JsonObject summary(PlanTerms terms, Map<String, Money> balances) {
        Money prepaid = balances.getOrDefault("credits:prepaid", Money.ZERO).negated();
        Money granted = balances.getOrDefault("credits:grant", Money.ZERO).negated();
        return new JsonObject()
                .put("currency", "USD")
                .put(
                        "plan",
                        new JsonObject()
                                .put("kind", terms.kind().wireName())
                                .put("markup_basis_points", terms.markup())
                                .put("fee_basis_points", terms.fee())
                                .put("direct_fee_basis_points", terms.directFee())
                                .put("monthly_fee_usd", terms.monthlyFee().usd()))
                .put("owed_usd", balances.getOrDefault("receivable", Money.ZERO).usd())
                .put("credit_usd", prepaid.plus(granted).usd())
                .put("prepaid_usd", prepaid.usd())
                .put("granted_usd", granted.usd());
    }

    /** From the start of the month, UTC, to now, unless the caller says otherwise. */
    private Future<Answer> statement(ManageRequest request) {
        QueryFields query = request.query();
        Instant now = clock.instant();
        Instant from = query.time("start_time")
                .orElse(now.atOffset(UTC).with(LocalTime.MIN).withDayOfMonth(1).toInstant());
        Instant to = query.time("end_time").orElse(now);
        if (from.isAfter(to)) {
            query.complain("end_time", "range", "must not be before start_time");
        }
        query.check();
        return database.inTransaction(request.tenant(), tx -> statements.find(request.tenant(), tx, from, to))
                .map(statement -> Answer.ok(
                        json(statement).put("start_time", from.toString()).put("end_time", to.toString())));
    }

    private static JsonObject json(StatementStore.Statement statement) {
        JsonArray data = new JsonArray();
        statement
                .movements()
                .forEach(each -> data.add(new JsonObject()
                        .put("at", each.at().toString())
                        .put("kind", each.kind())
                        .put("transaction_id", each.transaction())
                        .put("amount_usd", each.amount().usd())));
        return new JsonObject()
                .put("opening_usd", statement.opening().usd())
                .put("closing_usd", statement.closing().usd())
                .put("data", data);
    }

    private Future<Answer> credits(ManageRequest request) {
        request.query().check();
        return database.inTransaction(request.tenant(), tx -> credits.list(request.tenant(), tx))
                .map(all -> Answer.ok(new JsonObject()
                        .put(
                                "data",
                                new JsonArray(
                                        all.stream().map(BillingResource::json).toList()))));
    }

    private static JsonObject json(Credit credit) {
        return new JsonObject()
                .put("id", credit.id())
                .put("kind", credit.kind().wireName())
                .put("amount_usd", credit.amount().usd())
                .put("remaining_usd", credit.remaining().usd())
                .put("expired_usd", credit.expired().usd())
                .put("expires_at", credit.expiresAt().map(Instant::toString).orElse(null))
                .put("note", credit.note())
                .put("created_at", credit.createdAt().toString());
    }

    private Future<Answer> list(ManageRequest request) {
        request.query().check();
        return database.inTransaction(request.tenant(), tx -> invoices.list(request.tenant(), tx))
                .map(all -> Answer.ok(new JsonObject()
                        .put(
                                "data",
                                new JsonArray(
                                        all.stream().map(BillingResource::json).toList()))));
    }

    /** With its lines; as CSV of the lines for who prefers that. */
    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        TenantId tenant = request.tenant();
        String id = request.id(text -> text);
        boolean csv = request.prefers("text/csv");
        return database.inTransaction(
                tenant,
                tx -> invoices.find(tenant, tx, id)
                        .map(found -> found.orElseThrow(ManageRequest::notFound))
                        .compose(invoice -> invoices.lines(tenant, tx, id)
                                .map(lines -> csv ? csv(invoice, lines) : Answer.ok(json(invoice, lines)))));
    }

    private static Answer csv(Invoice invoice, List<InvoiceLine> lines) {
        return Answer.text("text/csv; charset=utf-8", InvoiceCsv.of(invoice, lines))
                .with("content-disposition", "attachment; filename=\"" + invoice.id() + ".csv\"");
    }

    private static JsonObject json(Invoice invoice, List<InvoiceLine> lines) {
        JsonArray data = new JsonArray();
        lines.forEach(line -> data.add(new JsonObject()
                .put("app_id", line.app().isEmpty() ? null : line.app())
                .put("model", line.model().isEmpty() ? null : line.model())
                .put("meter", line.meter())
                .put("paid_directly", line.direct())
                .put("late", line.late())
                .put("tokens", line.tokens())
                .put("amount_usd", line.amount().usd())));
        return json(invoice).put("lines", data);
    }

    private static JsonObject json(Invoice invoice) {
        return new JsonObject()
                .put("id", invoice.id())
                .put("kind", invoice.kind().wireName())
                .put("subject", invoice.subject().orElse(null))
                .put("number", invoice.number().orElse(null))
                .put("state", invoice.state().wireName())
                .put("period", invoice.month().toString())
                .put("tz", invoice.period().zone().getId())
                .put("currency", "USD")
                .put("total_usd", invoice.total().usd())
                .put("credits_usd", invoice.credits().usd())
                .put("due_usd", invoice.due().usd())
                .put("reason", invoice.reason())
                .put("issued_at", invoice.issuedAt().map(Instant::toString).orElse(null))
                .put("settled_at", invoice.settledAt().map(Instant::toString).orElse(null));
    }
}
