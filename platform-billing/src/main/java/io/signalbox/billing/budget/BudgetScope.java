package io.signalbox.billing.budget;

import io.signalbox.key.Caller;
import java.util.Locale;

/** Whose spending a budget bounds. */
public enum BudgetScope {
    TENANT,
    APP,
    KEY;

    /** The id a budget of this scope must name to apply to {@code caller}. */
    String idOf(Caller caller) {
        return switch (this) {
            case TENANT -> caller.tenant().value();
            case APP -> caller.app().value();
            case KEY -> caller.key().value();
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fails with a sentence naming the value when it is none. */
    public static BudgetScope ofWireName(String name) {
        for (BudgetScope each : values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("budget scope is '" + name + "': must be tenant, app or key");
    }
}
