package io.signalbox.billing.budget;

import java.util.List;
import java.util.TreeSet;

/** How a budget treats those who come near its limit and those who reach it. {@code marks} are per cent of the limit, ascending. */
public record BudgetTerms(BudgetAction action, List<Integer> marks) {

    public static final int MARKS_MAX = 10;
    public static final int MARK_MAX = 1_000;

    /** Refuses at the limit and warns at 50, 80 and 100 per cent. */
    public static final BudgetTerms STANDARD = new BudgetTerms(BudgetAction.BLOCK, List.of(50, 80, 100));

    public BudgetTerms {
        marks = List.copyOf(new TreeSet<>(marks));
        if (marks.size() > MARKS_MAX || marks.stream().anyMatch(mark -> mark < 1 || mark > MARK_MAX)) {
            throw new IllegalArgumentException(
                    "a budget has at most " + MARKS_MAX + " marks, each from 1 to " + MARK_MAX + " per cent");
        }
    }
}
