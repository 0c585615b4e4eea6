package io.signalbox.launch.prove;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What all clients saw. Safe on any thread. */
final class Tally {

    private static final int WRONGS_MAX = 50;

    /** An answer that arrived to its last byte and said it was good; {@code costNanos} is -1 when it did not tell. */
    record Ack(String requestId, long costNanos) {}

    private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> denials = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> lastByKey = new ConcurrentHashMap<>();
    private final Map<String, String> lastDenials = new ConcurrentHashMap<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();

    void acknowledged(Ack ack) {
        acks.add(ack);
        count("served");
    }

    void count(String outcome) {
        outcomes.computeIfAbsent(outcome, name -> new AtomicLong()).incrementAndGet();
    }

    /** A 402 that named {@code budgetId}. */
    void denied(String keyId, String budgetId) {
        count("402");
        denials.computeIfAbsent(budgetId, id -> new AtomicLong()).incrementAndGet();
        lastDenials.put(keyId, budgetId);
        lastByKey.computeIfAbsent(keyId, id -> new AtomicLong()).incrementAndGet();
    }

    /** Anything else for {@code keyId}: its row of 402s has ended. */
    void notDenied(String keyId) {
        lastByKey.computeIfAbsent(keyId, id -> new AtomicLong()).set(0);
    }

    /** Something that must never happen. */
    void wrong(String what) {
        if (wrongs.size() < WRONGS_MAX) {
            wrongs.add(what);
        }
    }

    List<Ack> acks() {
        return List.copyOf(acks);
    }

    List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    long denials(String budgetId) {
        return denials.getOrDefault(budgetId, new AtomicLong()).get();
    }

    /** How many 402s in a row the key's clients got. */
    long deniedInARow(String keyId) {
        return lastByKey.getOrDefault(keyId, new AtomicLong()).get();
    }

    /** The budget that refused the key's clients last; empty when none ever did. */
    String lastDenial(String keyId) {
        return lastDenials.getOrDefault(keyId, "");
    }

    Map<String, Long> outcomes() {
        Map<String, Long> counts = new TreeMap<>();
        outcomes.forEach((name, count) -> counts.put(name, count.get()));
        return counts;
    }
}
