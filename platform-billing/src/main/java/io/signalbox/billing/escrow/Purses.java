package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node's purses: the one in use for each budget, for all threads; and for its one context the leases behind them, ended ones included. */
final class Purses {

    private final Supplier<LeaseId> newLease;
    private final Consumer<Purse> notice;
    private final Map<BudgetId, Purse> inUse = new ConcurrentHashMap<>();
    private final Map<LeaseId, LeaseHand> hands = new HashMap<>();

    Purses(Supplier<LeaseId> newLease, Consumer<Purse> notice) {
        this.newLease = newLease;
        this.notice = notice;
    }

    /** All or nothing, from any thread; empty when a purse is missing, shut or short. */
    Optional<Hold> take(List<BudgetId> budgets, Money amount) {
        return take(budgets, amount, false);
    }

    /** As {@link #take(List, Money)}, for those whose turn it is. */
    Optional<Hold> takeInTurn(List<BudgetId> budgets, Money amount) {
        return take(budgets, amount, true);
    }

    private Optional<Hold> take(List<BudgetId> budgets, Money amount, boolean inTurn) {
        long nanos = amount.nanos();
        Purse[] purses = new Purse[budgets.size()];
        for (int i = 0; i < purses.length; i++) {
            Purse purse = inUse.get(budgets.get(i));
            if (purse == null || !(inTurn ? purse.takeInTurn(nanos) : purse.take(nanos))) {
                putBack(purses, i, nanos, inTurn);
                return Optional.empty();
            }
            purses[i] = purse;
        }
        return Optional.of(new Hold(purses, amount));
    }

    /** Whose turn it is has seen all there is: nobody needs to hear of what it could not use. */
    private static void putBack(Purse[] purses, int count, long nanos, boolean inTurn) {
        for (int i = 0; i < count; i++) {
            if (inTurn) {
                purses[i].putUnnoticed(nanos);
            } else {
                purses[i].put(nanos);
            }
        }
    }

    /** A hold of money that was just granted and has never been in a purse. */
    Hold holding(List<BudgetId> budgets, Money amount) {
        Purse[] purses = budgets.stream()
                .flatMap(budget -> inUse(budget).stream())
                .map(LeaseHand::purse)
                .toArray(Purse[]::new);
        return new Hold(purses, amount);
    }

    Optional<LeaseHand> inUse(BudgetId budget) {
        return Optional.ofNullable(inUse.get(budget)).flatMap(purse -> find(purse.lease()));
    }

    LeaseHand openIfNone(BudgetId budget, long nowNanos) {
        return inUse(budget).orElseGet(() -> open(budget, nowNanos));
    }

    private LeaseHand open(BudgetId budget, long nowNanos) {
        Purse purse = new Purse(newLease.get(), budget, notice);
        LeaseHand hand = new LeaseHand(purse, nowNanos);
        hands.put(purse.lease(), hand);
        inUse.put(budget, purse);
        return hand;
    }

    Optional<LeaseHand> find(LeaseId lease) {
        return Optional.ofNullable(hands.get(lease));
    }

    /** No more is taken from it; what is free, or comes back later, goes back to the authority. */
    void retire(LeaseHand hand) {
        hand.purse().shut(true);
        inUse.remove(hand.purse().budget(), hand.purse());
    }

    /** Closes the purse to all but those whose turn it is; from any thread. */
    void shut(BudgetId budget) {
        Purse purse = inUse.get(budget);
        if (purse != null) {
            purse.shut(true);
        }
    }

    boolean isInUse(LeaseHand hand) {
        return inUse.get(hand.purse().budget()) == hand.purse();
    }

    void forget(LeaseHand hand) {
        retire(hand);
        hands.remove(hand.purse().lease());
    }

    /** Forgets ended leases of which nothing is left to come back. */
    void forgetUsedUp() {
        hands.values().removeIf(hand -> !isInUse(hand) && hand.isUsedUp());
    }

    Collection<LeaseHand> hands() {
        return Collections.unmodifiableList(new ArrayList<>(hands.values()));
    }
}
