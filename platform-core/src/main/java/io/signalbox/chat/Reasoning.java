package io.signalbox.chat;

import java.util.Locale;
import java.util.Optional;

/**
 * How much the model is to think before it answers: by effort, by a budget in tokens (0: none given), or not at all. {@code shown} says whether the
 * caller wants to see the thoughts or their summary, empty when it did not say. Where one protocol's way must be told in another's, effort is a
 * share of the output limit: 10, 20, 50, 80 or 95 %.
 */
public record Reasoning(Optional<Effort> effort, long budgetTokens, Optional<Boolean> shown) {

    /** The caller said nothing. */
    public static final Reasoning UNSAID = new Reasoning(Optional.empty(), 0, Optional.empty());

    private static final long BUDGET_MIN = 1_024;
    private static final long BUDGET_MAX = 32_000;
    private static final int PERCENT = 100;

    public enum Effort {
        NONE(0),
        MINIMAL(10),
        LOW(20),
        MEDIUM(50),
        HIGH(80),
        XHIGH(95);

        private final int share;

        Effort(int share) {
            this.share = share;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Effort> ofWireName(String name) {
            for (Effort each : values()) {
                if (each.wireName().equals(name)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the caller asked for thinking. */
    public boolean isOn() {
        return budgetTokens > 0 || effort.filter(it -> it != Effort.NONE).isPresent();
    }

    /** Whether the caller asked for none. */
    public boolean isOff() {
        return effort.filter(it -> it == Effort.NONE).isPresent();
    }

    /** The budget in tokens within {@code outputLimit}: the caller's own, or its effort's share, 1024 to 32 000. 0 when thinking is not on. */
    public long budgetWithin(long outputLimit) {
        if (budgetTokens > 0) {
            return budgetTokens;
        }
        return effort.filter(it -> it != Effort.NONE)
                .map(it -> Math.max(BUDGET_MIN, Math.min(BUDGET_MAX, outputLimit / PERCENT * it.share)))
                .orElse(0L);
    }

    /** The effort: the caller's own, or the least whose share of {@code outputLimit} covers its budget. */
    public Optional<Effort> effortWithin(long outputLimit) {
        if (effort.isPresent() || budgetTokens == 0) {
            return effort;
        }
        for (Effort each : Effort.values()) {
            if (each != Effort.NONE && outputLimit / PERCENT * each.share >= budgetTokens) {
                return Optional.of(each == Effort.XHIGH ? Effort.HIGH : each);
            }
        }
        return Optional.of(Effort.HIGH);
    }
}
