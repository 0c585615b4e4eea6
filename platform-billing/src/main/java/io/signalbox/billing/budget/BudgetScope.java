package io.signalbox.billing.budget;

import java.util.Locale;

/** Whose spending, or spending on what, a budget bounds. */
public enum BudgetScope {
    TENANT,
    APP,
    KEY,
    /** Requests of one task. */
    TASK,
    /** Every attempt that one model serves. */
    MODEL,
    /** Requests that carry a tag. */
    TAG,
    /** Requests with the keys that one member made. */
    MEMBER;

    /** Whether a budget of this scope that names {@code id} bounds an attempt. */
    boolean includes(String id, SpendFacts attempt) {
        return switch (this) {
            case TENANT -> attempt.caller().tenant().value().equals(id);
            case APP -> attempt.caller().app().value().equals(id);
            case KEY -> attempt.caller().key().value().equals(id);
            case TASK -> attempt.task().filter(id::equals).isPresent();
            case MODEL -> attempt.model().equals(id);
            case TAG -> attempt.tags().contains(id);
            case MEMBER ->
                attempt.caller().member().filter(it -> it.value().equals(id)).isPresent();
        };
    }

    /** Whether {@code who} alone decides if the budget bounds a request: its tenant, app, key or member. */
    public boolean isOfCaller() {
        return this == TENANT || this == APP || this == KEY || this == MEMBER;
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
        throw new IllegalArgumentException(
                "budget scope is '" + name + "': must be tenant, app, key, task, model, tag or member");
    }
}
