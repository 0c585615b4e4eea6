package io.signalbox.billing.invoice;

import io.signalbox.csv.CsvText;
import java.util.List;

/** An invoice's lines as CSV; the amounts add up to its total. */
public final class InvoiceCsv {

    private InvoiceCsv() {}

    public static String of(Invoice invoice, List<InvoiceLine> lines) {
        CsvText csv = new CsvText()
                .texts(List.of("invoice", "number", "period", "app_id", "model", "meter", "paid_directly", "late"))
                .texts(List.of("tokens", "amount_usd"))
                .endRow();
        for (InvoiceLine line : lines) {
            csv.text(invoice.id())
                    .text(invoice.number().map(String::valueOf).orElse(""))
                    .text(invoice.month().toString())
                    .text(line.app())
                    .text(line.model())
                    .text(line.meter())
                    .text(String.valueOf(line.direct()))
                    .text(String.valueOf(line.late()))
                    .number(line.tokens())
                    .money(line.amount())
                    .endRow();
        }
        return csv.toString();
    }
}
