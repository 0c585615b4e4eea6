package io.signalbox.webhook;

import java.util.Optional;

/** What can be told. The wire name is API. */
public enum EventType {
    BUDGET_THRESHOLD_REACHED("budget.threshold_reached", false),
    BUDGET_EXCEEDED("budget.exceeded", false),
    BUDGET_FORECAST_EXCEEDED("budget.forecast_exceeded", false),
    ANOMALY_DETECTED("anomaly.detected", false),
    MODEL_UNPRICED("model.unpriced", false),
    KEY_CREATED("key.created", true),
    KEY_ROTATED("key.rotated", true),
    KEY_REVOKED("key.revoked", true),
    ROUTING_PUBLISHED("routing.published", true),
    /** The accounts do not agree; goes to the platform's own channels. */
    RECONCILIATION_DIFFERENCE("reconciliation.difference", false),
    /** A channel failed for so long that nothing is sent to it any more; goes to every other channel. */
    WEBHOOK_DISABLED("webhook.disabled", false),
    /** Somebody pressed a test button; goes to every channel asked. */
    ALERT_TEST("alert.test", false);

    private final String wireName;
    private final boolean fromAudit;

    EventType(String wireName, boolean fromAudit) {
        this.wireName = wireName;
        this.fromAudit = fromAudit;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether it is read off the audit trail. */
    public boolean isFromAudit() {
        return fromAudit;
    }

    /** Whether a channel chooses to be told; the others come unasked. */
    public boolean isChosen() {
        return this != RECONCILIATION_DIFFERENCE && this != WEBHOOK_DISABLED && this != ALERT_TEST;
    }

    public static Optional<EventType> ofWireName(String name) {
        for (EventType each : values()) {
            if (each.wireName.equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
