package io.signalbox.billing.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of a segment on disk. A block is what one fsync made durable:
 *
 * <pre>
 * segment = magic:int number:long crc:int block* zero*
 * block   = bodyBytes:int crc32c:int sequence:long records:int body     (the checksum covers everything after it)
 * body    = (payloadBytes:int type:byte payload)*
 * </pre>
 *
 * The checksum is per block and not per record because durability is: a block is written only after the one before it was fsynced, so an
 * unreadable block followed by a readable one is damage, and an unreadable last block is a crash before anyone was told. Sequences run on
 * over segments without a gap, so a lost file shows.
 */
final class Block {

    static final int SEGMENT_HEADER_BYTES = 16;
    static final int HEADER_BYTES = 20;
    static final int RECORD_HEADER_BYTES = 5;
    private static final int MAGIC = 0x53424a31;
    private static final int CHECKED_FROM = 8;
    private static final int COUNT_AT = 16;

    /** A block found in a segment: its place, its whole length, its sequence and how many records it holds. */
    record Found(int offset, int bytes, long sequence, int records) {

        int end() {
            return offset + bytes;
        }
    }

    private Block() {}

    static void putSegmentHeader(ByteBuffer to, long number) {
        int start = to.position();
        to.putInt(MAGIC).putLong(number);
        to.putInt(checksum(to, start, start + 12));
    }

    static boolean isSegmentHeader(ByteBuffer segment, long number) {
        return segment.limit() >= SEGMENT_HEADER_BYTES
                && segment.getInt(0) == MAGIC
                && segment.getLong(4) == number
                && segment.getInt(12) == checksum(segment, 0, 12);
    }

    /** Writes a block of {@code records} at {@code to}'s position; the caller has made sure that it fits. */
    static void put(ByteBuffer to, long sequence, List<PendingRecord> records) {
        int start = to.position();
        to.position(start + CHECKED_FROM);
        to.putLong(sequence).putInt(records.size());
        for (PendingRecord each : records) {
            to.putInt(each.payload().length).put(each.type().code()).put(each.payload());
        }
        to.putInt(start, to.position() - start - HEADER_BYTES);
        to.putInt(start + 4, checksum(to, start + CHECKED_FROM, to.position()));
    }

    /** The whole, intact block at {@code offset}, if there is one. */
    static Optional<Found> at(ByteBuffer segment, int offset) {
        if (segment.limit() - offset < HEADER_BYTES) {
            return Optional.empty();
        }
        int body = segment.getInt(offset);
        if (body <= 0 || body > segment.limit() - offset - HEADER_BYTES) {
            return Optional.empty();
        }
        int end = offset + HEADER_BYTES + body;
        if (segment.getInt(offset + 4) != checksum(segment, offset + CHECKED_FROM, end)) {
            return Optional.empty();
        }
        return Optional.of(new Found(
                offset, end - offset, segment.getLong(offset + CHECKED_FROM), segment.getInt(offset + COUNT_AT)));
    }

    /** The records of an intact block. */
    static List<JournalRecord> records(ByteBuffer segment, Found block, long segmentNumber) {
        List<JournalRecord> records = new ArrayList<>(block.records());
        int at = block.offset() + HEADER_BYTES;
        for (int i = 0; i < block.records(); i++) {
            byte[] payload = new byte[segment.getInt(at)];
            byte code = segment.get(at + 4);
            RecordType type = RecordType.ofCode(code)
                    .orElseThrow(() -> new IllegalStateException("journal record of unknown type " + code
                            + " in segment " + segmentNumber + ": written by a newer version?"));
            segment.get(at + RECORD_HEADER_BYTES, payload);
            records.add(new JournalRecord(type, payload, segmentNumber));
            at += RECORD_HEADER_BYTES + payload.length;
        }
        return records;
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
