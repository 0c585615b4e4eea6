package io.signalbox.web.billing;

import io.signalbox.billing.invoice.BilledTo;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceLine;
import io.signalbox.money.Money;
import io.signalbox.tenant.App;
import io.signalbox.web.billing.BillingPages.InvoiceFacts;
import io.signalbox.web.billing.BillingView.Amount;
import io.signalbox.web.billing.BillingView.Fact;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page of an invoice shows, ready to print: lines that add up to {@code total}, and from there to what is left to pay. */
record InvoiceView(
        String title,
        String level,
        String state,
        String period,
        String csv,
        List<Fact> billedTo,
        List<Fact> facts,
        String subject,
        String subjectHref,
        List<Row> rows,
        String total,
        List<Amount> deductions,
        Amount due,
        List<Note> notes) {

    record Row(String app, String model, String meter, String remark, String quantity, String amount) {}

    record Note(String href, String name, String issued, String reason, String amount) {}

    static InvoiceView of(InvoiceFacts facts, String tenantName) {
        Invoice invoice = facts.invoice();
        Money noted = facts.notes().stream().map(Invoice::total).reduce(Money.ZERO, Money::plus);
        boolean isPaid = invoice.kind() == Invoice.Kind.INVOICE && invoice.state() == Invoice.State.PAID;
        Money paid = isPaid ? invoice.due() : Money.ZERO;
        Money left = invoice.due().plus(noted).minus(paid);
        MoneyText money = MoneyText.exact(Stream.concat(
                        Stream.concat(
                                facts.lines().stream().map(InvoiceLine::amount),
                                facts.notes().stream().map(Invoice::total)),
                        Stream.of(invoice.credits(), invoice.due(), left))
                .toList());
        Map<String, String> names =
                facts.apps().stream().collect(Collectors.toMap(app -> app.id().value(), App::name));
        TimeText times = new TimeText(invoice.period().zone());
        return new InvoiceView(
                InvoiceWords.title(invoice),
                InvoiceWords.level(invoice),
                invoice.state().wireName(),
                period(invoice),
                InvoiceWords.href(invoice) + ".csv",
                facts.billedTo().map(InvoiceView::billedTo).orElseGet(() -> List.of(new Fact("Name", tenantName))),
                facts(invoice, times),
                facts.subject().map(InvoiceWords::title).orElse(""),
                facts.subject().map(InvoiceWords::href).orElse(""),
                facts.lines().stream().map(line -> row(line, names, money)).toList(),
                money.of(invoice.total()),
                deductions(invoice, noted, paid, money),
                new Amount(
                        left.isNegative() ? "In your favour" : "Due",
                        money.of(left.isNegative() ? left.negated() : left)),
                facts.notes().stream().map(note -> note(note, times, money)).toList());
    }

    private static String period(Invoice invoice) {
        YearMonth month = invoice.month();
        return TimeText.date(month.atDay(1)) + " to " + TimeText.date(month.atEndOfMonth()) + ", "
                + invoice.period().zone().getId();
    }

    private static List<Fact> billedTo(BilledTo to) {
        return Stream.of(
                        new Fact("Name", to.legalName()),
                        new Fact("Address", to.address()),
                        new Fact("Tax number", to.taxId()),
                        new Fact("E-mail", to.email()),
                        new Fact("Your reference", to.reference()))
                .filter(fact -> !fact.value().isEmpty())
                .toList();
    }

    private static List<Fact> facts(Invoice invoice, TimeText times) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Number", invoice.number().map(String::valueOf).orElse("none before it is issued")));
        facts.add(new Fact("Document", invoice.id()));
        facts.add(new Fact("Period", period(invoice)));
        facts.add(new Fact("Drawn", times.minute(invoice.drawnAt())));
        invoice.issuedAt().ifPresent(at -> facts.add(new Fact("Issued", times.minute(at))));
        invoice.settledAt()
                .ifPresent(at -> facts.add(
                        new Fact(invoice.state() == Invoice.State.VOID ? "Void since" : "Settled", times.minute(at))));
        if (!invoice.reason().isEmpty()) {
            facts.add(new Fact("Reason", invoice.reason()));
        }
        return facts;
    }

    private static Row row(InvoiceLine line, Map<String, String> names, MoneyText money) {
        String late = line.late() ? "of an earlier month" : "";
        String direct = line.direct() ? "billed by the provider" : "";
        return new Row(
                line.app().isEmpty() ? "all apps" : names.getOrDefault(line.app(), line.app()),
                line.model().isEmpty() ? "—" : line.model(),
                InvoiceWords.meter(line),
                late.isEmpty() || direct.isEmpty() ? late + direct : late + ", " + direct,
                line.tokens() == 0 ? "—" : NumberText.count(line.tokens()),
                money.of(line.amount()));
    }

    private static List<Amount> deductions(Invoice invoice, Money noted, Money paid, MoneyText money) {
        return invoice.kind() == Invoice.Kind.CREDIT_NOTE
                ? List.of()
                : List.of(
                        new Amount(
                                "Paid from credit", money.of(invoice.credits().negated())),
                        new Amount("Credit notes", money.of(noted)),
                        new Amount("Paid", money.of(paid.negated())));
    }

    private static Note note(Invoice note, TimeText times, MoneyText money) {
        return new Note(
                InvoiceWords.href(note),
                InvoiceWords.title(note),
                note.issuedAt().map(times::minute).orElse(""),
                note.reason(),
                money.of(note.total()));
    }
}
