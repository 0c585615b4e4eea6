package io.signalbox.billing.bench;

import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.RecordType;
import io.vertx.core.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends INTENT and SETTLE records in turn at a steady rate, whatever the journal does meanwhile. A latency runs from the time at which the record was
 * due, not from when its thread came to it, until its context hears that it is on disk: nothing is left out because something before it was slow.
 */
final class Appender implements Callable<Appender> {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final byte[] INTENT = Records.intent(Records.leases());
    private static final byte[] SETTLE = Records.settle(Records.leases());

    private final Journal journal;
    private final Context context;
    private final long perSecond;
    private final long records;
    private final long warmUpRecords;
    private final Latencies latencies = new Latencies();
    private final CountDownLatch ended;
    private long refused;
    private long startNanos;
    private long lastOnDiskNanos;

    Appender(Journal journal, Context context, long perSecond, long warmUpSeconds, long seconds) {
        this.journal = journal;
        this.context = context;
        this.perSecond = perSecond;
        this.warmUpRecords = perSecond * warmUpSeconds;
        this.records = warmUpRecords + perSecond * seconds;
        this.ended = new CountDownLatch(Math.toIntExact(records));
    }

    static int recordBytesMean() {
        return (INTENT.length + SETTLE.length) / 2;
    }

    /** Ends when everything appended is on disk or refused. Blocking. */
    @Override
    public Appender call() throws InterruptedException {
        long start = System.nanoTime();
        startNanos = start + warmUpRecords * TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (long i = 0; i < records; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
            append(i, due);
        }
        ended.await();
        return this;
    }

    /** To be read after {@link #call}. */
    Latencies latencies() {
        return latencies;
    }

    long refused() {
        return refused;
    }

    /** From when the first counted record was due until the last was on disk. */
    long elapsedNanos() {
        return lastOnDiskNanos - startNanos;
    }

    private void append(long index, long due) {
        boolean intent = index % 2 == 0;
        journal.append(intent ? RecordType.INTENT : RecordType.SETTLE, intent ? INTENT : SETTLE, context)
                .onComplete(done -> {
                    if (index >= warmUpRecords) {
                        count(done.succeeded(), due, System.nanoTime());
                    }
                    ended.countDown();
                });
    }

    private synchronized void count(boolean onDisk, long due, long now) {
        if (!onDisk) {
            refused++;
            return;
        }
        latencies.add(now - due);
        lastOnDiskNanos = now;
    }
}
