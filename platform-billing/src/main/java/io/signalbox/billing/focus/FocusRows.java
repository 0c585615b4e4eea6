package io.signalbox.billing.focus;

import static java.util.Objects.requireNonNull;

import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceLine;
import io.signalbox.billing.invoice.UsageGroup;
import io.signalbox.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes rows of charges: a row for each token class, and fees, credit notes and annulments as rows of their own. */
final class FocusRows {

    private static final String FEE = "request_fee";

    private final FocusPeriod period;

    FocusRows(FocusPeriod period) {
        this.period = period;
    }

    /** What is about the month as a whole. */
    List<FocusRow> monthly() {
        List<FocusRow> rows = new ArrayList<>();
        if (!period.monthlyFee().equals(Money.ZERO)) {
            rows.add(whole(
                    FocusRow.PURCHASE,
                    "Monthly fee",
                    FocusRow.RECURRING,
                    period.invoiceId(),
                    InvoiceLine.MONTHLY_FEE,
                    period.monthlyFee()));
        }
        String category = period.isAnnulled() ? FocusRow.ADJUSTMENT : FocusRow.CREDIT;
        for (Invoice note : period.notes()) {
            String description = note.reason().isEmpty() ? "Credit note" : "Credit note: " + note.reason();
            rows.add(whole(category, description, FocusRow.ONE_TIME, note.id(), InvoiceLine.CREDIT, note.total()));
        }
        return rows;
    }

    private FocusRow whole(
            String category, String description, String frequency, String invoice, String meter, Money billed) {
        return new FocusRow(
                category,
                category.equals(FocusRow.ADJUSTMENT),
                description,
                frequency,
                period.month().startsAt(),
                period.month().endsAt(),
                invoice,
                meter,
                1,
                FocusRow.UNITS,
                billed,
                billed,
                Optional.empty(),
                Optional.empty());
    }

    List<FocusRow> of(FocusUsage usage) {
        List<FocusRow> rows = new ArrayList<>();
        UsageGroup group = usage.group();
        for (InvoiceLine line : group.lines()) {
            rows.add(tokens(usage, line));
        }
        if (!group.fee().equals(Money.ZERO)) {
            rows.add(row(usage, FocusRow.PURCHASE, FEE, 1, group.fee(), group.fee(), Optional.empty()));
        }
        return rows;
    }

    private FocusRow tokens(FocusUsage usage, InvoiceLine line) {
        UsageGroup.Part part = requireNonNull(usage.group().meters().get(line.meter()), "part");
        Money cost = new Money(part.costNanos());
        boolean direct = usage.group().direct();
        return row(
                usage,
                FocusRow.USAGE,
                line.meter(),
                line.tokens(),
                direct ? Money.ZERO : cost,
                line.amount(),
                direct ? Optional.of(cost) : Optional.empty());
    }

    private FocusRow row(
            FocusUsage usage,
            String category,
            String meter,
            long quantity,
            Money list,
            Money billed,
            Optional<Money> estimate) {
        boolean late = usage.group().late();
        boolean counted = category.equals(FocusRow.USAGE) && !meter.equals(InvoiceLine.UNSPLIT);
        Instant hourEnd = usage.hour().plus(Duration.ofHours(1));
        Instant monthStart = period.month().startsAt();
        Instant limit = late ? monthStart : period.month().endsAt();
        return new FocusRow(
                category,
                late,
                (meter.equals(FEE) ? "Platform fee for " : meter + " of ")
                        + usage.group().model(),
                category.equals(FocusRow.USAGE) ? FocusRow.USAGE_BASED : FocusRow.ONE_TIME,
                late || usage.hour().isAfter(monthStart) ? usage.hour() : monthStart,
                hourEnd.isBefore(limit) ? hourEnd : limit,
                period.invoiceId(),
                meter,
                counted ? quantity : 1,
                counted ? FocusRow.TOKENS : FocusRow.UNITS,
                list,
                billed,
                estimate,
                Optional.of(usage));
    }
}
