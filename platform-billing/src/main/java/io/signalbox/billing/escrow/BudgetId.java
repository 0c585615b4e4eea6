package io.signalbox.billing.escrow;

/** A budget's id, {@code bud_…}. */
public record BudgetId(String value) implements Comparable<BudgetId> {

    public BudgetId {
        if (!value.startsWith("bud_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a budget id: '" + value + "' must start with bud_ and have at most 64 characters");
        }
    }

    @Override
    public int compareTo(BudgetId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
