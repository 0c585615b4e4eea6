package io.signalbox.billing.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The segments of an open journal. The next one's space is always made durable in the background: when that fails the disk is full, intents stop,
 * and settlements still have this segment's rest. Written by the writer thread; {@link #deleteBefore} and the getters may come from anywhere.
 */
final class Segments implements AutoCloseable {

    private final SegmentDirectory directory;
    private final int segmentBytes;
    private final ConcurrentNavigableMap<Long, Long> bytesOf = new ConcurrentSkipListMap<>();
    private final AtomicLong usedBytes = new AtomicLong();
    private final SpareSegment spare;
    private volatile JournalPosition durable;
    private volatile long durableRecords;
    private @Nullable FileChannel current;
    private long number;

    Segments(SegmentDirectory directory, int segmentBytes, JournalScan.Result found) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.number = found.nextNumber() - 1;
        for (Map.Entry<Long, Path> each : found.segments().entrySet()) {
            add(each.getKey(), Files.size(each.getValue()));
        }
        this.durable = new JournalPosition(number, Integer.MAX_VALUE);
        this.durableRecords = found.records();
        this.spare = new SpareSegment(directory);
        roll();
    }

    long number() {
        return number;
    }

    int offset() {
        return durable.offset();
    }

    /** Everything before it is on disk. */
    JournalPosition durable() {
        return durable;
    }

    /** How many records are on disk, those found at the start included and deleted ones too. */
    long durableRecords() {
        return durableRecords;
    }

    JournalPosition first() {
        return new JournalPosition(bytesOf.firstKey(), Block.SEGMENT_HEADER_BYTES);
    }

    long usedBytes() {
        return usedBytes.get();
    }

    boolean isDiskFull() {
        return spare.isMissing();
    }

    Path pathOf(long segment) {
        return directory.pathOf(segment);
    }

    /** The segment after {@code segment}, which is there whenever {@link #durable} is beyond it. */
    long after(long segment) {
        Long next = bytesOf.higherKey(segment);
        if (next == null) {
            throw new IllegalStateException("no journal segment after " + segment);
        }
        return next;
    }

    FileChannel withRoomFor(int bytes) throws IOException {
        if (durable.offset() + bytes > segmentBytes) {
            roll();
        }
        FileChannel open = current;
        if (open == null) {
            throw new IOException("journal " + directory.path() + " is closed");
        }
        return open;
    }

    void advance(int toOffset, int records) {
        durable = new JournalPosition(number, toOffset);
        // After the position: whoever goes by the count must be able to read that far.
        durableRecords += records;
    }

    /** Deletes the segments before {@code segment}; never the one being written. Blocking. */
    void deleteBefore(long segment) throws IOException {
        for (Map.Entry<Long, Long> each :
                bytesOf.headMap(Math.min(segment, durable.segment())).entrySet()) {
            Files.deleteIfExists(directory.pathOf(each.getKey()));
            if (bytesOf.remove(each.getKey(), each.getValue())) {
                usedBytes.addAndGet(-each.getValue());
            }
        }
    }

    @Override
    public void close() throws IOException {
        spare.close();
        FileChannel open = current;
        current = null;
        if (open != null) {
            open.close();
        }
        directory.close();
    }

    private void add(long segment, long bytes) {
        bytesOf.put(segment, bytes);
        usedBytes.addAndGet(bytes);
    }

    private void roll() throws IOException {
        spare.take();
        FileChannel full = current;
        current = directory.useSpare(number + 1);
        number++;
        add(number, segmentBytes);
        durable = new JournalPosition(number, Block.SEGMENT_HEADER_BYTES);
        if (full != null) {
            full.close();
        }
        spare.prepareNext();
    }
}
