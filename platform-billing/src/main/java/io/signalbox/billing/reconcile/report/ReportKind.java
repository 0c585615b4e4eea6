package io.signalbox.billing.reconcile.report;

import java.util.Locale;

/** What a report tells: money or tokens. Providers give them out separately. */
public enum ReportKind {
    COST,
    USAGE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
