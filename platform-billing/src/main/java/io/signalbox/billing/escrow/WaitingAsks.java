package io.signalbox.billing.escrow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The asks of a node that wait for money, in the order they came. */
final class WaitingAsks {

    private final Map<String, WaitingAsk> inOrder = new LinkedHashMap<>();
    private final Map<BudgetId, Integer> countOf = new HashMap<>();

    void add(WaitingAsk ask) {
        if (inOrder.putIfAbsent(ask.submitted().eventId(), ask) != null) {
            throw new IllegalArgumentException("attempt " + ask.submitted().eventId() + " asks twice");
        }
        ask.budgets().forEach(budget -> countOf.merge(budget, 1, Integer::sum));
    }

    void remove(WaitingAsk ask) {
        inOrder.remove(ask.submitted().eventId());
        ask.budgets().forEach(this::countDown);
    }

    private void countDown(BudgetId budget) {
        countOf.computeIfPresent(budget, (id, count) -> count == 1 ? null : count - 1);
    }

    boolean isWaitedFor(BudgetId budget) {
        return countOf.containsKey(budget);
    }

    /** A budget that is gone bounds nobody any more. */
    void leaveOut(BudgetId gone) {
        inOrder.values().forEach(ask -> ask.leaveOut(gone));
        countOf.remove(gone);
    }

    void markDue(Set<BudgetId> budgets) {
        for (WaitingAsk each : inOrder.values()) {
            if (each.budgets().stream().anyMatch(budgets::contains)) {
                each.markDue();
            }
        }
    }

    void markAllDue() {
        inOrder.values().forEach(WaitingAsk::markDue);
    }

    List<WaitingAsk> takeDue(int most) {
        List<WaitingAsk> due = new ArrayList<>();
        for (WaitingAsk each : inOrder.values()) {
            if (due.size() < most && each.takeDue()) {
                due.add(each);
            }
        }
        return due;
    }

    Collection<WaitingAsk> all() {
        return List.copyOf(inOrder.values());
    }

    int size() {
        return inOrder.size();
    }
}
