package io.signalbox.billing.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole journal once when it is opened. A torn end, which nobody was told of, is cut off. Anything else that cannot be read refuses to
 * open, unless loss is accepted: then the readable blocks are kept and the damaged file is left beside them.
 */
final class JournalScan {

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalScan.class);
    private static final long SEQUENCE_LOOKAHEAD = 1L << 32;

    private final SegmentDirectory directory;
    private final boolean acceptLoss;
    private final NavigableMap<Long, Path> kept = new TreeMap<>();
    private long lastSequence = -1;
    private long lastNumber;
    private long records;
    private boolean lossy;

    private JournalScan(SegmentDirectory directory, boolean acceptLoss) {
        this.directory = directory;
        this.acceptLoss = acceptLoss;
    }

    /** What is there: the segments that hold records, and where the next block continues. */
    record Result(NavigableMap<Long, Path> segments, long nextNumber, long nextSequence, long records, boolean lossy) {}

    static Result of(SegmentDirectory directory, boolean acceptLoss) throws IOException {
        JournalScan scan = new JournalScan(directory, acceptLoss);
        NavigableMap<Long, Path> segments = directory.segments();
        for (Map.Entry<Long, Path> each : segments.entrySet()) {
            scan.read(each.getKey(), each.getValue(), each.getKey().equals(segments.lastKey()));
        }
        return new Result(scan.kept, scan.lastNumber + 1, scan.lastSequence + 1, scan.records, scan.lossy);
    }

    private void read(long number, Path file, boolean last) throws IOException {
        ByteBuffer bytes = content(file);
        boolean damaged = false;
        if (!Block.isSegmentHeader(bytes, number)) {
            if (last && isZero(bytes, 0)) {
                Files.delete(file);
                return;
            }
            if (!(last && findBlock(bytes, 0).isEmpty())) {
                damaged = refuse(file, "has an unreadable header");
            }
        }
        List<Block.Found> blocks = new ArrayList<>();
        int at = Block.SEGMENT_HEADER_BYTES;
        while (at < bytes.limit()) {
            Optional<Block.Found> next = Block.at(bytes, at);
            if (next.isEmpty()) {
                if (isZero(bytes, at)) {
                    break;
                }
                next = findBlock(bytes, at + 1);
                if (next.isPresent() || !last) {
                    damaged = refuse(file, "is damaged at byte " + at + ", before records that were already on disk");
                }
                if (next.isEmpty()) {
                    break;
                }
            }
            Block.Found block = next.get();
            lossy |= !follows(file, block);
            blocks.add(block);
            lastSequence = block.sequence();
            records += block.records();
            at = block.end();
        }
        lastNumber = number;
        keep(number, file, bytes, blocks, damaged);
    }

    private boolean follows(Path file, Block.Found block) throws IOException {
        return lastSequence < 0
                || block.sequence() == lastSequence + 1
                || !refuse(
                        file,
                        "continues at block " + block.sequence() + " where " + (lastSequence + 1)
                                + " was expected: records before it are missing");
    }

    private void keep(long number, Path file, ByteBuffer bytes, List<Block.Found> blocks, boolean damaged)
            throws IOException {
        if (damaged) {
            directory.replace(file, salvaged(number, bytes, blocks));
        }
        if (blocks.isEmpty()) {
            Files.delete(file);
            return;
        }
        int end = damaged ? 0 : blocks.get(blocks.size() - 1).end();
        if (!damaged && end < bytes.limit()) {
            if (!isZero(bytes, end)) {
                LOGGER.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("offset", end)
                        .log("journal ends in a torn write; cut it off");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                channel.force(true);
            }
        }
        kept.put(number, file);
    }

    private boolean refuse(Path file, String what) throws IOException {
        if (!acceptLoss) {
            throw new JournalDamagedException("journal segment " + file + " " + what
                    + ": restore it from a copy, or start with --accept-loss to go on with what can be read");
        }
        lossy = true;
        LOGGER.atError().addKeyValue("file", file).addKeyValue("what", what).log("journal loses records");
        return true;
    }

    private static ByteBuffer salvaged(long number, ByteBuffer bytes, List<Block.Found> blocks) {
        int size = Block.SEGMENT_HEADER_BYTES
                + blocks.stream().mapToInt(Block.Found::bytes).sum();
        ByteBuffer copy = ByteBuffer.allocate(size);
        Block.putSegmentHeader(copy, number);
        for (Block.Found each : blocks) {
            copy.put(bytes.duplicate().limit(each.end()).position(each.offset()));
        }
        return copy.flip();
    }

    private Optional<Block.Found> findBlock(ByteBuffer bytes, int from) {
        for (int at = from; at <= bytes.limit() - Block.HEADER_BYTES; at++) {
            if (bytes.getInt(at) > 0) {
                long ahead = bytes.getLong(at + 8) - lastSequence;
                Optional<Block.Found> found =
                        ahead > 0 && ahead < SEQUENCE_LOOKAHEAD ? Block.at(bytes, at) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isZero(ByteBuffer bytes, int from) {
        for (int at = from; at < bytes.limit(); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer content(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads to the end.
            }
            return bytes.flip();
        }
    }
}
