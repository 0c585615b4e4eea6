package io.signalbox.billing.alert;

import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.ChannelId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant wants to be told of. {@code subject} narrows it to one budget or app; without, it watches all of them. {@code marks} are percentages of a
 * budget's limit, none are each budget's own; {@code floor} is the spend of an hour below which nothing is unusual. Tells {@code channels}, or every channel when there are none.
 */
public record AlertRule(
        RuleId id,
        TenantId tenant,
        String name,
        Kind kind,
        Optional<String> subject,
        List<Integer> marks,
        Money floor,
        Set<ChannelId> channels,
        boolean enabled,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /** An hour that costs less than a dollar is no reason to call anybody. */
    public static final Money STANDARD_FLOOR = Money.ofUsd("1");

    public static final int MARKS_MAX = 10;
    public static final int MARK_MAX = 1_000;

    /** What it watches. */
    public enum Kind {
        /** How much of a budget is spent. What is held for running requests does not count: it may come back. */
        BUDGET_THRESHOLD,
        /** Whether a budget will be exceeded before its window ends, if spending goes on as it did. */
        BUDGET_FORECAST,
        /** Whether an hour costs far more than the same hour of the days before. */
        ANOMALY,
        /** Whether a model is used that has no price. */
        UNPRICED_MODEL;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public AlertRule {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("alert rule name must have 1 to 100 characters");
        }
        if (kind != Kind.BUDGET_THRESHOLD && !marks.isEmpty() || marks.size() > MARKS_MAX) {
            throw new IllegalArgumentException(
                    "a rule for thresholds, and no other, has up to " + MARKS_MAX + " marks");
        }
        if (marks.stream().anyMatch(mark -> mark < 1 || mark > MARK_MAX)) {
            throw new IllegalArgumentException("marks must be 1 to " + MARK_MAX + " percent");
        }
        marks = marks.stream().distinct().sorted().toList();
        channels = Set.copyOf(channels);
    }

    boolean watches(String id) {
        return subject.isEmpty() || subject.get().equals(id);
    }
}
