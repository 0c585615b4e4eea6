package io.signalbox.billing.invoice;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** A calendar month where the tenant lives, which is what an invoice is about: from the first moment of its first day to that of the next month's. */
public record BillingMonth(YearMonth month, ZoneId zone) {

    public Instant startsAt() {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }

    public Instant endsAt() {
        return month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    }
}
