package io.signalbox.billing.escrow;

/** Names a lease, {@code lea_…}. The node that opens the lease chooses it, so that asking again cannot open a second one. */
public record LeaseId(String value) implements Comparable<LeaseId> {

    public LeaseId {
        if (!value.startsWith("lea_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a lease id: '" + value + "' must start with lea_ and have at most 64 characters");
        }
    }

    @Override
    public int compareTo(LeaseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
