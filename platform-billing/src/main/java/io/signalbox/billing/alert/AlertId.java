package io.signalbox.billing.alert;

/** An alert's id, {@code alt_…}: the same for one rule, subject, window and mark however often it is computed. */
public record AlertId(String value) {

    public AlertId {
        if (!value.startsWith("alt_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not an alert id: '" + value + "' must start with alt_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
