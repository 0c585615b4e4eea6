package io.signalbox.launch.prove;

import io.signalbox.sandbox.SandboxMeter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The budgets of a proof, several on the path of every request: one of the tenant, two of apps, and of two keys one each for all time and for the month.
 * They begin far too small, and whenever one has refused for a while it is raised: so a run comes to the edge again and again, and at
 * each the provider's meter is read. In the end nothing is raised any more, and all that is asked for is refused.
 *
 * <p>Two threads: the clients' event loop asks {@link #isPaused}, one other does the rest.
 */
final class Treasury {

    private static final long KEY_STEP = 8_000_000;
    private static final long APP_STEP = 14_000_000;
    private static final long TENANT_STEP = 40_000_000;

    /** So many refusals make an edge. */
    private static final long DENIALS = 25;

    private final AdminDesk desk;
    private final SandboxMeter meter;
    private final Tally tally;
    private final List<AdminDesk.Key> keys = new ArrayList<>();
    private final List<Purse> purses = new ArrayList<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final Map<String, Long> denialsBefore = new ConcurrentHashMap<>();
    private final Set<String> paused = ConcurrentHashMap.newKeySet();
    private int edges;

    Treasury(AdminDesk desk, SandboxMeter meter, Tally tally) {
        this.desk = desk;
        this.meter = meter;
        this.tally = tally;
    }

    /** A budget, and the keys whose requests it pays. {@code step} is what it is raised by. */
    record Purse(String name, String budgetId, List<AdminDesk.Key> keys, long step) {}

    /** Makes apps, keys and budgets. */
    void open() {
        String own = desk.createApp("app a");
        String shared = desk.createApp("app b");
        String free = desk.createApp("app c");
        for (String app : List.of(own, own, shared, shared, free, free)) {
            keys.add(desk.createKey(app, "key " + (keys.size() + 1)));
        }
        open("app a", "app", own, "total", keys.subList(0, 2), APP_STEP);
        open("app b, month", "app", shared, "month", keys.subList(2, 4), APP_STEP);
        open("key 3", "key", keys.get(2).id(), "total", keys.subList(2, 3), KEY_STEP);
        open("key 4, month", "key", keys.get(3).id(), "month", keys.subList(3, 4), KEY_STEP);
        open("tenant", "tenant", desk.tenantId(), "total", keys, TENANT_STEP);
    }

    List<AdminDesk.Key> keys() {
        return keys;
    }

    List<Purse> purses() {
        return purses;
    }

    Tally tally() {
        return tally;
    }

    boolean isPaused(AdminDesk.Key key) {
        return paused.contains(key.id());
    }

    /** How often a budget was found used up and was raised. */
    int edges() {
        return edges;
    }

    /** Whether nothing but the tenant's budget bounds the key. */
    boolean isUnbounded(AdminDesk.Key key) {
        return unbounded().contains(key);
    }

    /** The ids of the keys whose clients leave streams in the middle: those. */
    Set<String> leavers() {
        return unbounded().stream().map(AdminDesk.Key::id).collect(Collectors.toSet());
    }

    /** What the provider has metered so far of a budget's requests that were left in the middle. */
    long meteredOfLeavers(Purse purse) {
        return purse.keys().stream()
                .mapToLong(key -> meter.ofUser(Question.leaver(key.id())).costNanos())
                .sum();
    }

    /** Every budget, in the order they were made, with what the provider has metered of it; streams left in the middle apart. */
    Map<Purse, Long> meteredByPurse() {
        Map<Purse, Long> all = new LinkedHashMap<>();
        purses.forEach(each -> all.put(each, metered(each)));
        return all;
    }

    /** What the provider has metered so far of a budget's other requests. */
    long metered(Purse purse) {
        return purse.keys().stream()
                .mapToLong(key -> meter.ofUser(key.id()).costNanos())
                .sum();
    }

    /** Raises what has refused often enough since it was raised last. */
    void raise() {
        for (Purse each : purses) {
            if (tally.denials(each.budgetId()) - denialsBefore.getOrDefault(each.budgetId(), 0L) >= DENIALS) {
                checkEdge(each);
                raise(each, limit(each) + each.step());
            }
        }
    }

    /** The clients of a budget may get no more than so: pauses those that only the tenant's budget bounds, or lets them go on. */
    void pauseUnbounded(boolean pause) {
        for (AdminDesk.Key key : unbounded()) {
            if (pause) {
                paused.add(key.id());
            } else {
                paused.remove(key.id());
            }
        }
    }

    /** Raises the tenant's budget so far that the others come to their own limits first, and a little is left for who has none. */
    boolean makeRoom() {
        Purse tenant = purses.get(purses.size() - 1);
        Purse others = new Purse("others", "", unbounded(), 0);
        long unbounded = metered(others) + meteredOfLeavers(others);
        long room = limit(purses.get(0)) + limit(purses.get(1)) + unbounded + KEY_STEP;
        return room <= limit(tenant) || raise(tenant, room);
    }

    private List<AdminDesk.Key> unbounded() {
        return keys.subList(4, 6);
    }

    private long limit(Purse purse) {
        return asked.getOrDefault(purse.budgetId(), 0L);
    }

    boolean isRefused(List<AdminDesk.Key> these) {
        return these.stream().allMatch(key -> tally.deniedInARow(key.id()) >= DENIALS);
    }

    private void open(String name, String scope, String id, String window, List<AdminDesk.Key> of, long step) {
        String budget = desk.createBudget(name, scope, id, window, step);
        purses.add(new Purse(name, budget, List.copyOf(of), step));
        asked.put(budget, step);
    }

    private boolean raise(Purse purse, long limit) {
        asked.put(purse.budgetId(), limit);
        boolean done = desk.limit(purse.budgetId(), limit);
        if (done) {
            edges++;
            denialsBefore.put(purse.budgetId(), tally.denials(purse.budgetId()));
        }
        return done;
    }

    private void checkEdge(Purse purse) {
        long cap = limit(purse);
        long metered = metered(purse);
        if (metered > cap) {
            tally.wrong(
                    "I2: the provider metered " + metered + " nanos for " + purse.name() + ", whose cap was " + cap);
        }
    }
}
