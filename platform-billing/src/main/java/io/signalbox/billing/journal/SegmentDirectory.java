package io.signalbox.billing.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** A journal's folder: its lock, the names of its segments, and their life on disk. Every file is 0600. Blocking. */
final class SegmentDirectory implements AutoCloseable {

    private static final String SUFFIX = ".segment";
    private static final String SPARE = "spare";
    private static final int ZEROS_BYTES = 256 * 1024;
    private static final Set<StandardOpenOption> WRITE_NEW =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);

    private final Path path;
    private final int segmentBytes;
    private final FileChannel lockFile;

    private SegmentDirectory(Path path, int segmentBytes, FileChannel lockFile) {
        this.path = path;
        this.segmentBytes = segmentBytes;
        this.lockFile = lockFile;
    }

    /** Makes the folder if it is not there and locks it; fails when another process, or another journal of this one, has it. */
    static SegmentDirectory open(Path path, int segmentBytes) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel lockFile = FileChannel.open(
                path.resolve("lock"),
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                Files.deleteIfExists(path.resolve(SPARE));
                return new SegmentDirectory(path, segmentBytes, lockFile);
            }
        } catch (OverlappingFileLockException ours) {
            // Told below: it is the same to whoever starts a second node.
        }
        lockFile.close();
        throw new JournalDamagedException("journal " + path + " is in use by another process: stop it first");
    }

    /** The segments that are there, by number. */
    NavigableMap<Long, Path> segments() throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                found.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
            }
        } catch (NumberFormatException foreign) {
            throw new JournalDamagedException("journal " + path + " holds a segment that is not ours ("
                    + foreign.getMessage() + "): move it away");
        }
        return found;
    }

    Path pathOf(long number) {
        return path.resolve(String.format("%016d%s", number, SUFFIX));
    }

    /** Makes the next segment's space durable ahead of need, so that a full disk is known while settlements still have room. */
    void prepareSpare() throws IOException {
        Path spare = path.resolve(SPARE);
        Files.deleteIfExists(spare);
        try (FileChannel file = FileChannel.open(
                spare, WRITE_NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, segmentBytes));
            for (int left = segmentBytes; left > 0; ) {
                zeros.clear().limit(Math.min(left, zeros.capacity()));
                left -= file.write(zeros);
            }
            file.force(true);
        }
    }

    /** Turns the spare into segment {@code number} and opens it for writing. */
    FileChannel useSpare(long number) throws IOException {
        Path segment = pathOf(number);
        Files.move(path.resolve(SPARE), segment, StandardCopyOption.ATOMIC_MOVE);
        sync();
        return FileChannel.open(segment, StandardOpenOption.WRITE);
    }

    /** Puts an intact copy in a segment's place and keeps the original beside it. */
    void replace(Path segment, ByteBuffer content) throws IOException {
        Path copy = path.resolve("salvage");
        Files.deleteIfExists(copy);
        try (FileChannel file = FileChannel.open(
                copy, WRITE_NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (content.hasRemaining()) {
                file.write(content);
            }
            file.force(true);
        }
        Files.move(segment, segment.resolveSibling(segment.getFileName() + ".damaged"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(copy, segment, StandardCopyOption.ATOMIC_MOVE);
        sync();
    }

    /** Makes the names in the folder durable. */
    void sync() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
