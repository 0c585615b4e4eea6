package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What known-bad protocols keep instead of books: one total per budget, or one per budget in every part of a split network, of which the main part's
 * survives when the parts meet again.
 */
final class NaiveCounters {

    private final Timeline time;
    private final Network network;
    private final Map<BudgetId, Money> caps = new LinkedHashMap<>();
    private final Map<BudgetId, Money> used = new HashMap<>();
    private final Map<String, Map<BudgetId, Money>> apart = new HashMap<>();
    private final Map<BudgetId, Money> billed = new HashMap<>();

    NaiveCounters(Timeline time, Network network) {
        this.time = time;
        this.network = network;
    }

    void open(BudgetId budget, Money cap) {
        caps.put(budget, cap);
        used.put(budget, Money.ZERO);
    }

    Map<BudgetId, Money> main() {
        return used;
    }

    /** The replica that a node sees: the main one, or its own while it is cut off, begun from what it saw last. */
    Map<BudgetId, Money> seenBy(String node) {
        if (network.isReachable(node)) {
            apart.remove(node);
            return used;
        }
        return apart.computeIfAbsent(node, cut -> new HashMap<>(used));
    }

    boolean fits(Map<BudgetId, Money> counters, List<BudgetId> budgets, Money amount) {
        return budgets.stream()
                .allMatch(budget ->
                        counters.getOrDefault(budget, Money.ZERO).plus(amount).compareTo(capOf(budget)) <= 0);
    }

    static void add(Map<BudgetId, Money> counters, List<BudgetId> budgets, Money amount) {
        budgets.forEach(budget -> counters.merge(budget, amount, Money::plus));
    }

    void sent(Attempt attempt) {
        add(billed, attempt.ask().budgets(), attempt.trueCost());
        time.tell(() -> attempt.id() + " is sent and bills " + attempt.trueCost());
    }

    void check() {
        billed.forEach((budget, money) -> Invariant.I2_TRUE_COST_FITS_THE_CAP.check(
                money.compareTo(capOf(budget)) <= 0,
                () -> budget + " was billed " + money + " of a cap of " + capOf(budget)));
    }

    private Money capOf(BudgetId budget) {
        return caps.getOrDefault(budget, Money.ZERO);
    }
}
