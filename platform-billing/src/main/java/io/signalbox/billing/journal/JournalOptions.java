package io.signalbox.billing.journal;

import java.nio.file.Path;

/**
 * Where a journal lives and its bounds, in bytes unless named otherwise. {@code acceptLoss} opens a damaged journal with what can still be read,
 * keeping the damaged file beside it.
 */
public record JournalOptions(
        Path directory,
        int segmentBytes,
        long quotaBytes,
        int queuedRecordsMax,
        long queuedBytesMax,
        boolean acceptLoss) {

    static final int SEGMENT_BYTES_MIN = 4 * 1024;
    private static final int MIB = 1024 * 1024;

    public JournalOptions {
        if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > 1024 * MIB) {
            throw new IllegalArgumentException("journal segment of " + segmentBytes + " bytes: must be 4 KiB to 1 GiB");
        }
        if (quotaBytes < 4L * segmentBytes) {
            throw new IllegalArgumentException(
                    "journal quota of " + quotaBytes + " bytes: must be at least four segments of " + segmentBytes);
        }
        if (queuedRecordsMax < 1 || queuedBytesMax < 1) {
            throw new IllegalArgumentException("journal queue bounds must be positive");
        }
    }

    /** 16 MiB segments, 4 GiB in all, at most 65,536 records or 64 MiB waiting for the disk. */
    public static JournalOptions in(Path directory) {
        return new JournalOptions(directory, 16 * MIB, 4096L * MIB, 65_536, 64L * MIB, false);
    }

    public JournalOptions acceptingLoss() {
        return new JournalOptions(directory, segmentBytes, quotaBytes, queuedRecordsMax, queuedBytesMax, true);
    }

    public JournalOptions withSegments(int bytes, long quota) {
        return new JournalOptions(directory, bytes, quota, queuedRecordsMax, queuedBytesMax, acceptLoss);
    }

    public JournalOptions withQueue(int recordsMax, long bytesMax) {
        return new JournalOptions(directory, segmentBytes, quotaBytes, recordsMax, bytesMax, acceptLoss);
    }
}
