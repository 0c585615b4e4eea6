package io.signalbox.billing.journal;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node must not forget until PostgreSQL has it. Append only; a record counts once its batch is fsynced. Appending is lock-free and never
 * blocks, from any thread; futures complete on the Vert.x context that appended, or on the writer's thread when there was none. Holds neither
 * prompts nor secrets. Not a queue: {@link JournalReader} reads it back, and segments stay until {@link #deleteBefore}.
 *
 * <p>Space: intents stop at 95 % of the quota, or when the disk has no room for another segment; request records stop at the quota; settlements
 * and voids never stop.
 */
public final class Journal {

    private static final long ADMIT_PERCENT = 95;

    private final JournalOptions options;
    private final Segments segments;
    private final JournalWriter writer;
    private final boolean lossy;

    private Journal(JournalOptions options, Segments segments, JournalWriter writer, boolean lossy) {
        this.options = options;
        this.segments = segments;
        this.writer = writer;
        this.lossy = lossy;
    }

    /**
     * Locks the folder, checks every record in it and starts writing to a new segment. A torn end is cut off; fails with
     * {@link JournalDamagedException} when anything else is unreadable. {@code onFatal} hears the one failure after which nothing can be written
     * any more: the process must stop. Blocking.
     */
    public static Journal openBlocking(JournalOptions options, Consumer<Throwable> onFatal) throws IOException {
        SegmentDirectory directory = SegmentDirectory.open(options.directory(), options.segmentBytes());
        try {
            JournalScan.Result found = JournalScan.of(directory, options.acceptLoss());
            Segments segments = new Segments(directory, options.segmentBytes(), found);
            JournalWriter writer = new JournalWriter(options, segments, found.nextSequence(), onFatal);
            writer.start();
            return new Journal(options, segments, writer, found.lossy());
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    /** As {@link #append(RecordType, byte[], Context)}, for the running context. */
    public Future<Void> append(RecordType type, byte[] payload) {
        return append(type, payload, Vertx.currentContext());
    }

    /**
     * Completes on {@code context} when the record is on disk. Order on disk is the order of calls. Fails with {@code OVERLOADED} when the queue or
     * the quota is full, {@code UNAVAILABLE} when the journal is closed or has failed.
     */
    public Future<Void> append(RecordType type, byte[] payload, @Nullable Context context) {
        if (payload.length > recordBytesMax()) {
            throw new IllegalArgumentException(
                    "journal record of " + payload.length + " bytes: at most " + recordBytesMax());
        }
        if (type == RecordType.INTENT && !isAdmitting()
                || type == RecordType.REQUEST && segments.usedBytes() > options.quotaBytes()) {
            return Future.failedFuture(
                    Fault.with(FaultCode.OVERLOADED, "The gateway is catching up with its accounts; try again shortly.")
                            .detail("journal at " + segments.usedBytes() + " of " + options.quotaBytes() + " bytes")
                            .build());
        }
        Promise<Void> onDisk = Promise.promise();
        writer.enqueue(new PendingRecord(type, payload, onDisk, context));
        return onDisk.future();
    }

    /** The longest payload that is taken. */
    public int recordBytesMax() {
        return writer.blockBytesMax() - Block.HEADER_BYTES - Block.RECORD_HEADER_BYTES;
    }

    /** Whether there is room for new intents. */
    public boolean isAdmitting() {
        return !segments.isDiskFull() && segments.usedBytes() < options.quotaBytes() / 100 * ADMIT_PERCENT;
    }

    /** Whether opening it had to leave records behind, as {@link JournalOptions#acceptLoss} allowed. */
    public boolean isLossy() {
        return lossy;
    }

    /** Reads everything from the oldest segment on; for one thread at a time. */
    public JournalReader reader() {
        return new JournalReader(segments);
    }

    /** Calls {@code listener} on the writer's thread after every fsync; it must be quick. One listener. */
    public void onDurable(Runnable listener) {
        writer.onDurable(listener);
    }

    /** Deletes the segments before {@code segment}, all of whose records are accounted for elsewhere. Blocking. */
    public void deleteBefore(long segment) throws IOException {
        segments.deleteBefore(segment);
    }

    /** How many records have reached the disk, in all lives of the segments that were there at the start and since. */
    public long durableRecords() {
        return segments.durableRecords();
    }

    /** As {@link #durableRecords}, and those on their way to the disk. */
    public long appendedRecords() {
        return writer.appendedRecords();
    }

    /** The oldest segment that is still kept. */
    public long firstSegment() {
        return segments.first().segment();
    }

    /** Bytes of disk taken, unused parts of segments included. */
    public long usedBytes() {
        return segments.usedBytes();
    }

    public long quotaBytes() {
        return options.quotaBytes();
    }

    /** Records waiting for their fsync. */
    public int queuedRecords() {
        return writer.queuedRecords();
    }

    /** Ends after everything appended is on disk; later appends fail. Blocking. */
    public void closeBlocking() throws IOException, InterruptedException {
        writer.closeBlocking();
        segments.close();
    }
}
