package io.signalbox.billing.alert;

/** An alert rule's id, {@code alr_…}. */
public record RuleId(String value) {

    public RuleId {
        if (!value.startsWith("alr_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not an alert rule id: '" + value + "' must start with alr_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
