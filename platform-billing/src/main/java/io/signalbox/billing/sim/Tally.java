package io.signalbox.billing.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How many seeds were lived and how many of them broke what. */
public final class Tally {

    private final Map<Invariant, Long> brokenBy = new EnumMap<>(Invariant.class);
    private long seeds;
    private long broken;

    public void count(Optional<BudgetSimulation.Finding> found) {
        seeds++;
        found.ifPresent(finding -> {
            broken++;
            brokenBy.merge(finding.invariant(), 1L, Long::sum);
        });
    }

    public long seeds() {
        return seeds;
    }

    public long broken() {
        return broken;
    }

    /** The share of seeds that broke something, in whole per cent, rounded down. */
    public long brokenPercent() {
        return seeds == 0 ? 0 : broken * 100 / seeds;
    }

    @Override
    public String toString() {
        return broken + " of " + seeds + " seeds broken (" + brokenPercent() + " %)"
                + (broken == 0 ? "" : ", first by " + brokenBy);
    }
}
