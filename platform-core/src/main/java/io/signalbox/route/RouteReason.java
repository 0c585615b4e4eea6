package io.signalbox.route;

import java.util.Locale;

/** Why a model was chosen: a closed list that clients may switch over. */
public enum RouteReason {
    PINNED,
    TASK_RULE,
    CHEAPEST_ABOVE_FLOOR,
    PROMOTED,
    CANARY,
    HOLDOUT,
    BUDGET_DOWNGRADE,
    FALLBACK,
    CACHE,
    SESSION;

    /** The name in headers and JSON: {@code task_rule}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
