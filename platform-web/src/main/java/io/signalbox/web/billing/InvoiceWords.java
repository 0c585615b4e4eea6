package io.signalbox.web.billing;

import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceLine;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages name invoices and what is on them. */
final class InvoiceWords {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private InvoiceWords() {}

    /** {@code November 2026}. */
    static String month(YearMonth month) {
        return MONTH.format(month);
    }

    static String href(Invoice invoice) {
        return "/billing/invoices/" + invoice.id();
    }

    /** {@code Invoice 12}, {@code Credit note 13}; a draft has no number yet. */
    static String title(Invoice invoice) {
        String kind = invoice.kind() == Invoice.Kind.INVOICE ? "Invoice" : "Credit note";
        return invoice.number().map(number -> kind + " " + number).orElse("Draft invoice");
    }

    /** The class of a state's mark. */
    static String level(Invoice invoice) {
        boolean open = invoice.state() == Invoice.State.ISSUED;
        return open ? "warn" : invoice.state() == Invoice.State.PAID ? "good" : "";
    }

    static String meter(InvoiceLine line) {
        return line.meter().equals(InvoiceLine.UNSPLIT)
                ? "not split by class"
                : line.meter().replace('_', ' ');
    }
}
