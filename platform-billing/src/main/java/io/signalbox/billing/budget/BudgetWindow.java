package io.signalbox.billing.budget;

import java.util.Locale;

/** How long a budget's limit lasts. */
public enum BudgetWindow {
    /** A calendar month in UTC, by the database's clock. */
    MONTH,
    /** Once, from the budget's creation on. */
    TOTAL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fails with a sentence naming the value when it is none. */
    public static BudgetWindow ofWireName(String name) {
        for (BudgetWindow each : values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("budget window is '" + name + "': must be month or total");
    }
}
