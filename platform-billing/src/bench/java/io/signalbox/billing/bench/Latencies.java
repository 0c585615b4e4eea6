package io.signalbox.billing.bench;

/** Counts latencies by microsecond, up to a second. For one thread at a time. */
final class Latencies {

    private static final int MICROS_MAX = 1_000_000;

    private final long[] countByMicros = new long[MICROS_MAX + 1];
    private long count;

    void add(long nanos) {
        countByMicros[(int) Math.max(0, Math.min(MICROS_MAX, nanos / 1_000))]++;
        count++;
    }

    void addAll(Latencies others) {
        for (int i = 0; i <= MICROS_MAX; i++) {
            countByMicros[i] += others.countByMicros[i];
        }
        count += others.count;
    }

    long count() {
        return count;
    }

    /** The latency that {@code perMille} of 1000 do not exceed; a second stands for anything longer. */
    String millis(int perMille) {
        long within = (count * perMille + 999) / 1_000;
        long seen = 0;
        for (int micros = 0; micros <= MICROS_MAX; micros++) {
            seen += countByMicros[micros];
            if (seen >= within) {
                return "%d.%02d".formatted(micros / 1_000, micros % 1_000 / 10);
            }
        }
        throw new IllegalStateException("counted " + seen + " of " + count);
    }
}
