package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node that enforces budgets as is often done, and wrongly: by a look at what was spent, or by a counter that every part of a split network has. */
final class NaiveNode implements SimulatedNode {

    private static final int FLUSH_MS = 1_000;

    private record Spent(List<BudgetId> budgets, Money cost) {}

    private final String id;
    private final Timeline time;
    private final Network network;
    private final NaiveCounters counters;
    private final Protocol protocol;
    private final List<Spent> unflushed = new ArrayList<>();
    private Map<BudgetId, Money> lastSeen = new HashMap<>();
    private boolean up;
    private int life;

    NaiveNode(String id, Timeline time, Network network, NaiveCounters counters, Protocol protocol) {
        this.id = id;
        this.time = time;
        this.network = network;
        this.counters = counters;
        this.protocol = protocol;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void start() {
        up = true;
        life++;
        lastSeen = new HashMap<>(counters.main());
        flush(life);
    }

    @Override
    public void crash() {
        up = false;
        life++;
        unflushed.clear();
    }

    @Override
    public void arrive(Attempt attempt) {
        if (!up) {
            return;
        }
        if (protocol == Protocol.CHECK_THEN_ACT) {
            checkThenAct(attempt);
        } else {
            count(attempt);
        }
    }

    private void checkThenAct(Attempt attempt) {
        List<BudgetId> budgets = attempt.ask().budgets();
        Money bound = attempt.ask().upperBound();
        if (!counters.fits(lastSeen, budgets, bound)) {
            return;
        }
        send(attempt, bound, () -> unflushed.add(new Spent(budgets, attempt.trueCost())));
    }

    private void count(Attempt attempt) {
        List<BudgetId> budgets = attempt.ask().budgets();
        Money bound = attempt.ask().upperBound();
        if (!counters.fits(counters.seenBy(id), budgets, bound)) {
            return;
        }
        NaiveCounters.add(counters.seenBy(id), budgets, bound);
        send(
                attempt,
                bound,
                () -> NaiveCounters.add(
                        counters.seenBy(id), budgets, attempt.trueCost().minus(bound)));
    }

    /** Without overruns: it is the protocol that is to be shown, not the provider. */
    private void send(Attempt attempt, Money bound, Runnable onEnd) {
        int now = life;
        attempt.reserve(bound, List.of());
        if (attempt.trueCost().compareTo(bound) > 0) {
            return;
        }
        counters.sent(attempt);
        time.after(time.between(20, 4_000), () -> {
            if (life == now) {
                onEnd.run();
            }
        });
    }

    private void flush(int now) {
        if (life != now) {
            return;
        }
        List<Spent> batch = List.copyOf(unflushed);
        unflushed.clear();
        network.call(
                id,
                () -> {
                    batch.forEach(each -> NaiveCounters.add(counters.main(), each.budgets(), each.cost()));
                    return Optional.of(new HashMap<>(counters.main()));
                },
                seen -> {
                    lastSeen = seen;
                },
                () -> unflushed.addAll(batch));
        time.after(FLUSH_MS, () -> flush(now));
    }

    @Override
    public void recall(Set<BudgetId> budgets) {
        // There is nothing to give back.
    }

    @Override
    public void stop() {
        up = false;
        life++;
    }

    @Override
    public boolean isStopped() {
        return !up;
    }
}
