package io.signalbox.db;

import java.util.Locale;

/** What a change is about, so that a subscriber can tell whether it cares. */
public enum Topic {
    KEYS,
    CATALOG,
    BUDGETS,
    /** Money of a budget is needed elsewhere; the subject is the budget and the node that needs it. */
    RECALLS,
    CREDENTIALS,
    SESSIONS,
    TENANTS,
    PRICES;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
