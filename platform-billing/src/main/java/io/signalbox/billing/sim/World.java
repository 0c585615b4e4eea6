package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.Ask;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One seed's life of a small cluster: traffic near its budgets' caps for a minute while nodes crash, disks are lost, networks are cut, the authority
 * goes away, caps move and periods end; then everything heals, and what is left must be in order.
 */
final class World {

    private static final int TROUBLE_MS = 60_000;
    private static final int HEALING_MS = 75_000;
    private static final int SILENT_MS = 10_000;
    private static final Rates RATES = Rates.ofText(0, 1_000_000);

    private final Protocol protocol;
    private final Timeline time;
    private final Network network;
    private final Books books;
    private final List<BudgetId> budgets = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<String, Long> silentSinceMs = new HashMap<>();
    private final NaiveCounters counters;
    private final boolean disksAreLost;
    private final boolean providersOverrun;
    private int attempts;
    private int lostNodes;

    World(Protocol protocol, Timeline time) {
        this.protocol = protocol;
        this.time = time;
        this.network = new Network(time, time.between(0, 8), time.between(0, 10));
        this.books = new Books(time);
        this.counters = new NaiveCounters(time, network);
        this.disksAreLost = time.chance(25);
        this.providersOverrun = time.chance(15);
    }

    void live() {
        int count = time.between(1, 4);
        for (int i = 0; i < count; i++) {
            BudgetId budget = new BudgetId("bud_" + (char) ('a' + i));
            budgets.add(budget);
            Money cap = new Money(time.between(300, 12_000));
            boolean rolls = protocol.isOfLeases() && time.chance(25);
            int rollsAt = time.between(5_000, TROUBLE_MS);
            books.open(budget, cap, rolls ? rollsAt : Long.MAX_VALUE);
            counters.open(budget, cap);
            if (rolls) {
                time.after(rollsAt, () -> books.roll(budget));
            }
        }
        for (int i = 0, of = time.between(2, 3); i < of; i++) {
            addNode("node" + i);
        }
        traffic();
        trouble();
        watch();
        time.runUntil(TROUBLE_MS);
        heal();
        time.runUntil(TROUBLE_MS + HEALING_MS);
        check();
    }

    private void addNode(String id) {
        SimulatedNode node = protocol.isOfLeases()
                ? new EscrowNode(id, time, network, books, this::recall)
                : new NaiveNode(id, time, network, counters, protocol);
        nodes.add(node);
        silentSinceMs.put(id, Long.MAX_VALUE);
        node.start();
    }

    private void recall(Set<BudgetId> budgetsInNeed) {
        for (SimulatedNode each : nodes) {
            network.tell(each.id(), () -> each.recall(budgetsInNeed));
        }
    }

    private void traffic() {
        if (time.nowMs() >= TROUBLE_MS) {
            return;
        }
        List<BudgetId> path = new ArrayList<>();
        int from = time.between(0, budgets.size() - 1);
        for (int i = 0, of = time.between(1, Math.min(3, budgets.size())); i < of; i++) {
            path.add(budgets.get((from + i) % budgets.size()));
        }
        long tokens = time.chance(5) ? time.between(1_000, 20_000) : time.between(10, 400);
        Ask ask = new Ask("evt_" + ++attempts, path, RATES, 0, tokens, Math.max(1, tokens / 4));
        Attempt.Fate fate = time.chance(85)
                ? Attempt.Fate.ANSWERED
                : time.chance(50) ? Attempt.Fate.ANSWER_LOST : Attempt.Fate.REFUSED;
        int cost = providersOverrun && time.chance(5) ? time.between(101, 180) : time.between(0, 100);
        nodes.get(time.between(0, nodes.size() - 1)).arrive(new Attempt(ask, fate, cost));
        time.after(time.chance(10) ? time.between(0, 5) : time.between(20, 700), this::traffic);
    }

    private void trouble() {
        if (time.nowMs() >= TROUBLE_MS) {
            return;
        }
        SimulatedNode node = nodes.get(time.between(0, nodes.size() - 1));
        int kind = time.between(0, 9);
        if (kind <= 3) {
            crash(node);
        } else if (kind <= 6) {
            cutOff(node);
        } else if (kind == 7) {
            network.authority(false);
            time.after(time.between(100, 8_000), () -> network.authority(true));
        } else if (protocol.isOfLeases()) {
            books.cap(budgets.get(time.between(0, budgets.size() - 1)), new Money(time.between(0, 12_000)));
        }
        time.after(time.between(500, 15_000), this::trouble);
    }

    /** Sometimes somebody believes that a node is lost which only cannot be reached: what it did arrives later. */
    private void cutOff(SimulatedNode node) {
        network.cut(node.id());
        if (disksAreLost && protocol.isOfLeases() && time.chance(30)) {
            time.after(time.between(1_000, 20_000), () -> {
                if (!network.isReachable(node.id())) {
                    books.writeOff(node.id());
                }
            });
        }
        time.after(time.between(100, 25_000), () -> network.join(node.id()));
    }

    private void crash(SimulatedNode node) {
        if (!node.isUp()) {
            return;
        }
        node.crash();
        if (disksAreLost && protocol.isOfLeases() && time.chance(30)) {
            nodes.remove(node);
            time.tell(() -> "the disk of " + node.id() + " is lost");
            time.after(time.between(1_000, 30_000), () -> books.writeOff(node.id()));
            addNode("spare" + ++lostNodes);
            return;
        }
        time.after(time.between(10, 25_000), node::start);
    }

    /** The sweeper: a silent node's leases become suspect, and a wrong protocol frees them. */
    private void watch() {
        for (SimulatedNode each : nodes) {
            boolean silent = !each.isUp() || !network.isReachable(each.id());
            if (!silent) {
                silentSinceMs.put(each.id(), Long.MAX_VALUE);
                continue;
            }
            silentSinceMs.computeIfPresent(each.id(), (id, since) -> Math.min(since, time.nowMs()));
            if (protocol.isOfLeases() && time.nowMs() - silentSinceMs.getOrDefault(each.id(), 0L) >= SILENT_MS) {
                books.suspect(each.id());
                if (protocol == Protocol.TTL_RELEASE) {
                    books.freeBecauseSilent(each.id());
                }
            }
        }
        if (time.nowMs() < TROUBLE_MS) {
            time.after(1_000, this::watch);
        }
    }

    private void heal() {
        time.tell(() -> "everything heals");
        network.heal();
        time.after(
                60_000,
                () -> nodes.forEach(node -> {
                    Invariant.I3_EVERYTHING_ENDS.check(node.isUp(), () -> node.id() + " did not recover");
                    node.stop();
                }));
    }

    private void check() {
        counters.check();
        if (!protocol.isOfLeases()) {
            return;
        }
        for (SimulatedNode each : nodes) {
            Invariant.I8_NO_NANO_IS_LOST.check(
                    each.isStopped(), () -> each.id() + " could not give account of everything");
        }
        books.checkQuiet();
    }
}
