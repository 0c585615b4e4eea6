package io.signalbox.billing.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a journal in order, never beyond what is on disk. Blocking; for one thread at a time. */
public final class JournalReader implements AutoCloseable {

    private final Segments segments;
    private JournalPosition next;
    private @Nullable FileChannel open;
    private ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    JournalReader(Segments segments) {
        this.segments = segments;
        this.next = segments.first();
    }

    /** The segment of the next record: everything before it has been read. */
    public long segment() {
        return next.segment();
    }

    /** Whether there was nothing more to read a moment ago. */
    public boolean isAtEnd() {
        return next.compareTo(segments.durable()) >= 0;
    }

    /** The next records: at least {@code recordsMin} when there are so many, by whole blocks; none when the end is reached. */
    public List<JournalRecord> nextBlocking(int recordsMin) throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        while (records.size() < recordsMin && !isAtEnd()) {
            records.addAll(nextBlock());
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        FileChannel file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    private List<JournalRecord> nextBlock() throws IOException {
        FileChannel file = file();
        read(file, Block.HEADER_BYTES);
        int body = buffer.limit() < Block.HEADER_BYTES ? 0 : buffer.getInt(0);
        if (body == 0) {
            close();
            next = new JournalPosition(segments.after(next.segment()), Block.SEGMENT_HEADER_BYTES);
            return List.of();
        }
        read(file, Block.HEADER_BYTES + body);
        long segment = next.segment();
        Block.Found block = Block.at(buffer, 0)
                .orElseThrow(() -> new JournalDamagedException("journal segment " + segments.pathOf(segment)
                        + " became unreadable at byte " + next.offset() + " while in use"));
        next = new JournalPosition(segment, next.offset() + block.bytes());
        return Block.records(buffer, block, segment);
    }

    private FileChannel file() throws IOException {
        FileChannel file = open;
        if (file == null) {
            file = FileChannel.open(segments.pathOf(next.segment()), StandardOpenOption.READ);
            open = file;
        }
        return file;
    }

    private void read(FileChannel file, int bytes) throws IOException {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocate(bytes);
        }
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining() && file.read(buffer, (long) next.offset() + buffer.position()) >= 0) {
            // Reads to the end.
        }
        buffer.flip();
    }
}
