package io.signalbox.billing.escrow;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The asks of a node that wait for money, in the order they came. */
final class WaitingAsks {

    private final Map<String, WaitingAsk> inOrder = new LinkedHashMap<>();
    private final Map<BudgetId, Integer> countOf = new HashMap<>();
    private long turns;

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

    /**
     * Of those that are due at most so many, in their order. Of a crowd the first half is who came first, and the rest who was not asked about for longest:
     * however many wait for one budget, whoever waits for another is decided.
     */
    List<WaitingAsk> takeDue(int most) {
        List<WaitingAsk> due =
                inOrder.values().stream().filter(WaitingAsk::isDue).toList();
        List<WaitingAsk> taken = due.size() <= most ? due : ofCrowd(due, most);
        turns++;
        taken.forEach(each -> each.askedAt(turns));
        return taken;
    }

    private static List<WaitingAsk> ofCrowd(List<WaitingAsk> due, int most) {
        int first = most / 2;
        Set<WaitingAsk> chosen = new HashSet<>(due.subList(0, first));
        due.subList(first, due.size()).stream()
                .sorted(Comparator.comparingLong(WaitingAsk::lastAsked))
                .limit(most - first)
                .forEach(chosen::add);
        return due.stream().filter(chosen::contains).toList();
    }

    Collection<WaitingAsk> all() {
        return List.copyOf(inOrder.values());
    }

    int size() {
        return inOrder.size();
    }
}
