package io.signalbox.billing.focus;

import io.signalbox.billing.invoice.BillingMonth;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.money.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to a month: the charges of its invoice once that is issued; until then those of no issued invoice that were used in the month, and, when the
 * month before has been issued, those which missed it. Charges made after {@code asOf} are left out, so that all pieces of an export agree.
 *
 * @param account name of the tenant
 * @param invoice of the month, drafted or issued
 * @param notes the month's credit notes
 */
record FocusPeriod(
        String account,
        BillingMonth month,
        Optional<Invoice> invoice,
        boolean withLate,
        Money monthlyFee,
        List<Invoice> notes,
        Instant asOf) {

    FocusPeriod {
        notes = List.copyOf(notes);
    }

    /** Sorts a tenant's invoices; {@code zone} is where its month begins when none has been drawn. */
    static FocusPeriod of(String account, YearMonth month, ZoneId zone, List<Invoice> invoices, Instant asOf) {
        Optional<Invoice> invoice = invoiceOf(month, invoices);
        List<Invoice> notes = invoices.stream()
                .filter(each -> each.kind() == Invoice.Kind.CREDIT_NOTE
                        && each.month().equals(month)
                        && each.state() != Invoice.State.DRAFT)
                .toList();
        return new FocusPeriod(
                account,
                invoice.map(Invoice::period).orElse(new BillingMonth(month, zone)),
                invoice,
                invoiceOf(month.minusMonths(1), invoices)
                        .filter(FocusPeriod::hasNumber)
                        .isPresent(),
                Money.ZERO,
                notes,
                asOf);
    }

    FocusPeriod withMonthlyFee(Money fee) {
        return new FocusPeriod(account, month, invoice, withLate, fee, notes, asOf);
    }

    private static Optional<Invoice> invoiceOf(YearMonth month, List<Invoice> invoices) {
        return invoices.stream()
                .filter(each ->
                        each.kind() == Invoice.Kind.INVOICE && each.month().equals(month))
                .findFirst();
    }

    private static boolean hasNumber(Invoice invoice) {
        return invoice.state() != Invoice.State.DRAFT;
    }

    boolean isIssued() {
        return invoice.filter(FocusPeriod::hasNumber).isPresent();
    }

    boolean isAnnulled() {
        return invoice.filter(each -> each.state() == Invoice.State.VOID).isPresent();
    }

    /** Its charges were used from here on. */
    Instant earliest() {
        return isIssued() || withLate ? Instant.EPOCH : month.startsAt();
    }

    /** The issued invoice's id, or empty. */
    String invoiceId() {
        return invoice.filter(FocusPeriod::hasNumber).map(Invoice::id).orElse("");
    }
}
