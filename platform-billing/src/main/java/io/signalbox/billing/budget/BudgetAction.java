package io.signalbox.billing.budget;

import java.util.Locale;

/** What becomes of requests that a spent budget no longer affords. */
public enum BudgetAction {
    /** They are refused with 402. */
    BLOCK,
    /** The cheapest capable models are tried that the budget still affords; when it affords none they are refused. */
    DOWNGRADE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fails with a sentence naming the value when it is none. */
    public static BudgetAction ofWireName(String name) {
        for (BudgetAction each : values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("budget action is '" + name + "': must be block or downgrade");
    }
}
