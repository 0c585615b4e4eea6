package io.signalbox.web.billing;

import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.ledger.StatementStore.Movement;
import io.signalbox.billing.ledger.StatementStore.Statement;
import io.signalbox.money.Money;
import io.signalbox.web.billing.BillingPages.Facts;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the page of billing shows, ready to print. Amounts of one table are exact, so that they add up as they stand. */
record BillingView(
        String zone,
        String month,
        List<Figure> figures,
        List<Amount> soFar,
        String soFarTotal,
        List<Fact> plan,
        List<CreditRow> credits,
        String creditsLeft,
        List<InvoiceRow> invoices,
        Account account) {

    private static final int WHOLE = 10_000;

    record Figure(String label, String value, String note) {}

    record Amount(String name, String amount) {}

    record Fact(String name, String value) {}

    record CreditRow(
            String kind, String note, String given, String expires, String amount, String expired, String left) {}

    record InvoiceRow(String href, String name, String period, String level, String state, String total, String due) {}

    /** The statement: {@code opening} and the rows make {@code closing}; {@code note} is empty unless something is missing. */
    record Account(String opening, List<AccountRow> rows, String closing, String note) {}

    record AccountRow(String day, String kind, String count, String amount) {}

    static BillingView of(Facts facts) {
        Money usage = facts.totals().price();
        Money fee = facts.totals().fee();
        Money sum = usage.plus(fee);
        MoneyText money = MoneyText.exact(List.of(usage, fee, sum));
        List<Credit> credits = facts.credits();
        MoneyText lots = MoneyText.exact(credits.stream()
                .flatMap(each -> Stream.of(each.amount(), each.expired(), each.remaining()))
                .toList());
        ZoneId zone = facts.month().zone();
        return new BillingView(
                zone.getId(),
                InvoiceWords.month(facts.month().month()),
                figures(facts, sum),
                List.of(new Amount("Usage", money.of(usage)), new Amount("Platform fee", money.of(fee))),
                money.of(sum),
                plan(facts.terms()),
                credits.stream()
                        .map(each -> row(each, lots, new TimeText(zone)))
                        .toList(),
                lots.of(credits.stream().map(Credit::remaining).reduce(Money.ZERO, Money::plus)),
                rows(facts.invoices()),
                account(facts.statement(), zone));
    }

    private static List<Figure> figures(Facts facts, Money sum) {
        Money prepaid =
                facts.balances().getOrDefault("credits:prepaid", Money.ZERO).negated();
        Money granted =
                facts.balances().getOrDefault("credits:grant", Money.ZERO).negated();
        Money owed = facts.balances().getOrDefault("receivable", Money.ZERO);
        LocalDate next = facts.month().month().plusMonths(1).atDay(1);
        return List.of(
                new Figure(
                        "This month so far",
                        MoneyText.sum(sum),
                        NumberText.counted(facts.totals().events(), "charge") + ", "
                                + MoneyText.sum(facts.totals().owed()) + " not paid by credit"),
                new Figure(
                        owed.isNegative() ? "In your favour" : "Owed",
                        MoneyText.sum(owed.isNegative() ? owed.negated() : owed),
                        "of all charges and invoices"),
                new Figure(
                        "Credit left",
                        MoneyText.sum(prepaid.plus(granted)),
                        MoneyText.sum(prepaid) + " bought, " + MoneyText.sum(granted) + " granted"),
                new Figure(
                        "Next invoice",
                        TimeText.date(next),
                        TimeText.until(facts.month().endsAt(), facts.now()) + ", for "
                                + InvoiceWords.month(facts.month().month())));
    }

    private static List<Fact> plan(PlanTerms terms) {
        return List.of(
                new Fact("Plan", terms.kind().wireName()),
                new Fact("Markup on usage", NumberText.percent(terms.markup(), WHOLE)),
                new Fact("Platform fee", NumberText.percent(terms.fee(), WHOLE) + " of usage"),
                new Fact("With your own credentials", NumberText.percent(terms.directFee(), WHOLE) + " of usage"),
                new Fact("Monthly fee", MoneyText.sum(terms.monthlyFee()) + ", charged with the invoice"));
    }

    private static CreditRow row(Credit credit, MoneyText money, TimeText times) {
        return new CreditRow(
                credit.kind() == Credit.Kind.GRANT ? "granted" : "bought",
                credit.note(),
                times.minute(credit.createdAt()),
                credit.expiresAt().map(times::minute).orElse("never"),
                money.of(credit.amount()),
                money.of(credit.expired()),
                money.of(credit.remaining()));
    }

    private static List<InvoiceRow> rows(List<Invoice> invoices) {
        MoneyText money = MoneyText.exact(invoices.stream()
                .flatMap(each -> Stream.of(each.total(), each.due()))
                .toList());
        return invoices.stream()
                .map(each -> new InvoiceRow(
                        InvoiceWords.href(each),
                        InvoiceWords.title(each),
                        InvoiceWords.month(each.month()),
                        InvoiceWords.level(each),
                        each.state().wireName(),
                        money.of(each.total()),
                        money.of(each.due())))
                .toList();
    }

    /** Movements of one kind on one day make one row: charges are booked every few seconds. */
    private static Account account(Statement statement, ZoneId zone) {
        record Key(LocalDate day, String kind) {}
        Map<Key, List<Movement>> days = new LinkedHashMap<>();
        statement
                .movements()
                .forEach(each -> days.computeIfAbsent(
                                new Key(each.at().atZone(zone).toLocalDate(), each.kind()), key -> new ArrayList<>())
                        .add(each));
        Map<Key, Money> sums = new LinkedHashMap<>();
        days.forEach(
                (key, all) -> sums.put(key, all.stream().map(Movement::amount).reduce(Money.ZERO, Money::plus)));
        MoneyText money = MoneyText.exact(
                Stream.concat(sums.values().stream(), Stream.of(statement.opening(), statement.closing()))
                        .toList());
        List<AccountRow> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(new AccountRow(
                TimeText.date(key.day()),
                key.kind().replace('_', ' '),
                NumberText.count(days.getOrDefault(key, List.of()).size()),
                money.of(sum))));
        return new Account(
                money.of(statement.opening()),
                rows,
                money.of(statement.closing()),
                statement.isWhole() ? "" : "There were more movements than can be listed: these are the first.");
    }
}
