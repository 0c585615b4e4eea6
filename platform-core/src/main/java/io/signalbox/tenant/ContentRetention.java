package io.signalbox.tenant;

import java.time.Duration;

/** For how many days a tenant has what its apps asked and were answered stored. */
public record ContentRetention(int days) {

    public static final int DAYS_MAX = 30;

    public ContentRetention {
        if (days < 1 || days > DAYS_MAX) {
            throw new IllegalArgumentException("a retention of " + days + " days: must be 1 to " + DAYS_MAX);
        }
    }

    public Duration duration() {
        return Duration.ofDays(days);
    }
}
