package io.signalbox.billing.invoice;

import io.signalbox.money.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;

/**
 * An invoice or a credit note. {@code total} is the sum of its lines, {@code credits} what credit has paid of it already, {@code due} the rest;
 * {@code number} is there once it is issued. {@code subject} is the invoice a credit note is about.
 */
public record Invoice(
        String id,
        Kind kind,
        Optional<String> subject,
        BillingMonth period,
        State state,
        Optional<Long> number,
        Money total,
        Money credits,
        Money due,
        String reason,
        Instant drawnAt,
        Optional<Instant> issuedAt,
        Optional<Instant> settledAt) {

    /** What it is. */
    public enum Kind {
        INVOICE,
        CREDIT_NOTE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From draft to issued; from there to paid or void, and no further. */
    public enum State {
        DRAFT,
        ISSUED,
        PAID,
        VOID;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public YearMonth month() {
        return period.month();
    }
}
