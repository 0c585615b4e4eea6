package io.signalbox.billing.budget;

import java.util.Locale;

/**
 * Over what time a budget's limit holds. Days, weeks (from Monday) and months are the calendar's, in the tenant's reporting zone; a rolling window is the last
 * {@code hours}, of which the oldest counts until all of it is older; a total never ends. PostgreSQL's clock alone tells them: see
 * {@code budget_period_at}. {@code hours} is 0 unless the window is rolling.
 */
public record BudgetWindow(Kind kind, int hours) {

    public static final int HOURS_MAX = 2_160;

    public static final BudgetWindow DAY = new BudgetWindow(Kind.DAY, 0);
    public static final BudgetWindow WEEK = new BudgetWindow(Kind.WEEK, 0);
    public static final BudgetWindow MONTH = new BudgetWindow(Kind.MONTH, 0);

    /** Once, from the budget's creation on. */
    public static final BudgetWindow TOTAL = new BudgetWindow(Kind.TOTAL, 0);

    /** The kinds of window. */
    public enum Kind {
        DAY,
        WEEK,
        MONTH,
        ROLLING,
        TOTAL;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Fails with a sentence naming the value when it is none. */
        static Kind ofWireName(String name) {
            for (Kind each : values()) {
                if (each.wireName().equals(name)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(
                    "budget window is '" + name + "': must be day, week, month, rolling or total");
        }
    }

    public BudgetWindow {
        boolean rolls = kind == Kind.ROLLING;
        if (rolls ? hours < 1 || hours > HOURS_MAX : hours != 0) {
            throw new IllegalArgumentException("a window of kind " + kind.wireName() + " cannot have " + hours
                    + " hours: a rolling one has 1 to " + HOURS_MAX + ", any other none");
        }
    }

    public static BudgetWindow rolling(int hours) {
        return new BudgetWindow(Kind.ROLLING, hours);
    }

    /** {@code day|week|month|rolling|total}. */
    public String wireName() {
        return kind.wireName();
    }

    /** How people say it, after a limit. */
    public String phrase() {
        return switch (kind) {
            case DAY -> "per day";
            case WEEK -> "per week";
            case MONTH -> "per month";
            case ROLLING -> hours % 24 == 0 && hours > 24 ? "in any " + hours / 24 + " days" : "in any " + hours + " h";
            case TOTAL -> "in total";
        };
    }

    public boolean isRolling() {
        return kind == Kind.ROLLING;
    }

    /** Fails with a sentence naming the value when it is none. */
    public static BudgetWindow of(String name, int hours) {
        return new BudgetWindow(Kind.ofWireName(name), hours);
    }
}
