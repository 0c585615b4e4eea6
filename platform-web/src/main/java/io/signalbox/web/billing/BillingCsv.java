package io.signalbox.web.billing;

import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.invoice.BillingMonth;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.ledger.StatementStore.Movement;
import io.signalbox.billing.ledger.StatementStore.Statement;
import io.signalbox.csv.CsvText;
import java.time.Instant;
import java.util.List;

/** The tables of billing as CSV. */
final class BillingCsv {

    private BillingCsv() {}

    /** From the opening balance by each movement to the closing one: the column's last amount is the sum of those above. */
    static String ofStatement(Statement statement, BillingMonth month) {
        CsvText csv = new CsvText();
        csv.texts(List.of("time", "kind", "transaction_id", "amount_usd")).endRow();
        csv.text(month.startsAt().toString())
                .text("opening")
                .text("")
                .money(statement.opening())
                .endRow();
        for (Movement each : statement.movements()) {
            csv.text(each.at().toString())
                    .text(each.kind())
                    .text(each.transaction())
                    .money(each.amount())
                    .endRow();
        }
        csv.texts(List.of("", "closing", "")).money(statement.closing()).endRow();
        return csv.toString();
    }

    static String ofCredits(List<Credit> credits) {
        CsvText csv = new CsvText();
        csv.texts(List.of("credit", "kind", "created_at", "expires_at", "note"))
                .texts(List.of("amount_usd", "remaining_usd", "expired_usd"))
                .endRow();
        for (Credit each : credits) {
            csv.text(each.id())
                    .text(each.kind().wireName())
                    .text(each.createdAt().toString())
                    .text(each.expiresAt().map(Instant::toString).orElse(""))
                    .text(each.note())
                    .money(each.amount())
                    .money(each.remaining())
                    .money(each.expired())
                    .endRow();
        }
        return csv.toString();
    }

    static String ofInvoices(List<Invoice> invoices) {
        CsvText csv = new CsvText();
        csv.texts(List.of("invoice", "kind", "subject", "number", "state", "period", "tz", "issued_at", "settled_at"))
                .texts(List.of("total_usd", "credits_usd", "due_usd"))
                .endRow();
        for (Invoice each : invoices) {
            csv.text(each.id())
                    .text(each.kind().wireName())
                    .text(each.subject().orElse(""))
                    .text(each.number().map(String::valueOf).orElse(""))
                    .text(each.state().wireName())
                    .text(each.month().toString())
                    .text(each.period().zone().getId())
                    .text(each.issuedAt().map(Instant::toString).orElse(""))
                    .text(each.settledAt().map(Instant::toString).orElse(""))
                    .money(each.total())
                    .money(each.credits())
                    .money(each.due())
                    .endRow();
        }
        return csv.toString();
    }
}
