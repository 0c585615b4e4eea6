package io.signalbox.billing.journal;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes whatever has queued up, writes it as one block, fsyncs once and tells the waiters: the fsync of one batch is
 * the time in which the next gathers. An fsync costs as much CPU as all else that is done for a request, so under load one begins at most every
 * {@value #SPACING_MILLIS} ms; a record that comes later than that after the last one does not wait. Records nobody waits for linger
 * {@value #LINGER_MILLIS} ms for company. The first failure to write or fsync is the last thing it does: after a failed fsync the kernel may have dropped the pages.
 */
final class JournalWriter implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalWriter.class);
    static final int BLOCK_BYTES_MAX = 256 * 1024;
    static final int SPACING_MILLIS = 1;
    static final int LINGER_MILLIS = 2;
    private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(SPACING_MILLIS);
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);

    /** What the writer sleeps for, and so which records wake it. */
    private enum Pause {
        /** It does not sleep. */
        NONE,
        /** The first record of a batch: any will do. */
        WORK,
        /** Company for records nobody waits for: only an urgent one ends it. */
        COMPANY,
        /** The time of the next fsync, whatever comes. */
        SPACING
    }

    private final Queue<PendingRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedRecords = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong appendedRecords;
    private final JournalOptions options;
    private final Segments segments;
    private final Consumer<Throwable> onFatal;
    private final ByteBuffer buffer;
    private final Thread thread;
    private volatile Runnable onDurable = () -> {};
    private volatile Pause pause = Pause.NONE;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private @Nullable PendingRecord held;
    private long sequence;
    private long commitNanos = System.nanoTime() - SPACING_NANOS;

    JournalWriter(JournalOptions options, Segments segments, long nextSequence, Consumer<Throwable> onFatal) {
        this.options = options;
        this.segments = segments;
        this.sequence = nextSequence;
        this.onFatal = onFatal;
        this.appendedRecords = new AtomicLong(segments.durableRecords());
        this.buffer = ByteBuffer.allocateDirect(blockBytesMax() + Block.SEGMENT_HEADER_BYTES);
        this.thread = new Thread(this, "journal-writer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void onDurable(Runnable listener) {
        this.onDurable = listener;
    }

    /** The largest block that is written, which bounds a record. */
    int blockBytesMax() {
        return Math.min(BLOCK_BYTES_MAX, options.segmentBytes() - Block.SEGMENT_HEADER_BYTES);
    }

    long appendedRecords() {
        return appendedRecords.get();
    }

    int queuedRecords() {
        return queuedRecords.get();
    }

    /** Queues a record; fails its promise at once when there is no room or the writer has ended. Lock-free. */
    void enqueue(PendingRecord record) {
        // The last quarter is the settlements': what is under way must be able to end.
        int share = record.type() == RecordType.INTENT ? 3 : 4;
        if (queuedRecords.get() >= (long) options.queuedRecordsMax() * share / 4
                || queuedBytes.get() + record.bytes() > options.queuedBytesMax() * share / 4) {
            record.onDisk().fail(Fault.of(FaultCode.OVERLOADED, "The gateway is overloaded; try again shortly."));
            return;
        }
        queuedRecords.incrementAndGet();
        queuedBytes.addAndGet(record.bytes());
        queue.add(record);
        appendedRecords.incrementAndGet();
        Pause now = pause;
        if (now == Pause.WORK || now == Pause.COMPANY && record.type().isUrgent()) {
            LockSupport.unpark(thread);
        }
        if (ended) {
            failQueued();
        }
    }

    @Override
    public void run() {
        List<PendingRecord> batch = new ArrayList<>();
        try {
            while (gather(batch)) {
                write(batch);
                tell(batch, null);
                onDurable.run();
                batch.clear();
            }
            ended = true;
            failQueued();
        } catch (IOException | RuntimeException | Error failed) {
            failure = failed;
            ended = true;
            LOGGER.atError().setCause(failed).log("journal cannot be written: this node must stop");
            if (held != null) {
                batch.add(held);
            }
            tell(batch, unavailable(failed));
            failQueued();
            onFatal.accept(failed);
        }
    }

    /** Ends after everything queued is on disk. Blocking. */
    void closeBlocking() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private boolean gather(List<PendingRecord> batch) {
        long lingerUntil = 0;
        int bytes = Block.HEADER_BYTES;
        boolean urgent = false;
        while (true) {
            PendingRecord next = poll();
            if (next != null) {
                if (bytes + next.bytes() > blockBytesMax()) {
                    held = next;
                    return true;
                }
                batch.add(next);
                bytes += next.bytes();
                urgent |= next.type().isUrgent();
                continue;
            }
            if (closing) {
                return !batch.isEmpty();
            }
            if (batch.isEmpty()) {
                sleep(Pause.WORK, 0);
                continue;
            }
            long now = System.nanoTime();
            lingerUntil = lingerUntil == 0 ? now + LINGER_NANOS : lingerUntil;
            long left = urgent ? commitNanos + SPACING_NANOS - now : lingerUntil - now;
            if (left <= 0) {
                return true;
            }
            sleep(urgent ? Pause.SPACING : Pause.COMPANY, left);
        }
    }

    private @Nullable PendingRecord poll() {
        PendingRecord kept = held;
        if (kept != null) {
            held = null;
            return kept;
        }
        PendingRecord next = queue.poll();
        if (next != null) {
            queuedRecords.decrementAndGet();
            queuedBytes.addAndGet(-next.bytes());
        }
        return next;
    }

    private void sleep(Pause reason, long nanos) {
        pause = reason;
        // A record that came before its sender could see the pause has woken nobody.
        if ((reason == Pause.SPACING || queue.isEmpty()) && !closing) {
            if (nanos == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        pause = Pause.NONE;
    }

    private void write(List<PendingRecord> batch) throws IOException {
        int bytes = Block.HEADER_BYTES;
        for (PendingRecord each : batch) {
            bytes += each.bytes();
        }
        FileChannel file = segments.withRoomFor(bytes);
        buffer.clear();
        int offset = segments.offset();
        if (offset == Block.SEGMENT_HEADER_BYTES) {
            Block.putSegmentHeader(buffer, segments.number());
            offset = 0;
        }
        Block.put(buffer, sequence++, batch);
        buffer.flip();
        int end = offset + buffer.limit();
        commitNanos = System.nanoTime();
        while (buffer.hasRemaining()) {
            offset += file.write(buffer, offset);
        }
        file.force(false);
        segments.advance(end, batch.size());
    }

    private void failQueued() {
        List<PendingRecord> left = new ArrayList<>();
        for (PendingRecord each = queue.poll(); each != null; each = queue.poll()) {
            left.add(each);
        }
        tell(left, unavailable(failure));
    }

    private static Fault unavailable(@Nullable Throwable cause) {
        Fault.Builder fault = Fault.with(FaultCode.UNAVAILABLE, "The gateway is stopping; try again shortly.");
        return (cause == null ? fault : fault.cause(cause)).build();
    }

    private static void tell(List<PendingRecord> records, @Nullable Throwable failed) {
        try {
            Completions.tell(records, failed);
        } catch (RejectedExecutionException stopped) {
            LOGGER.atDebug().setCause(stopped).log("journal waiters are gone");
        }
    }
}
