package io.signalbox.billing.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Simulated time, chance and the record of what happened: the same seed lives the same life. */
final class Timeline {

    private record Due(long atMs, long order, Runnable what) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
    private final SplittableRandom random;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private long nowMs;
    private long order;

    Timeline(long seed, boolean tracing) {
        this.random = new SplittableRandom(seed);
        this.tracing = tracing;
    }

    long nowMs() {
        return nowMs;
    }

    void after(long ms, Runnable what) {
        due.add(new Due(nowMs + ms, order++, what));
    }

    void runUntil(long ms) {
        for (Due next = due.peek(); next != null && next.atMs() <= ms; next = due.peek()) {
            due.poll();
            nowMs = next.atMs();
            next.what().run();
        }
        nowMs = ms;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A whole number from {@code least} to {@code most}, both possible. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    void tell(Supplier<String> what) {
        if (tracing) {
            trace.add("%8d ms  %s".formatted(nowMs, what.get()));
        }
    }

    List<String> trace() {
        return List.copyOf(trace);
    }
}
