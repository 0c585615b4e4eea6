package io.signalbox.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The node's own folder, held by one process at a time: only the owner may read it. */
final class DataFolder implements AutoCloseable {

    private final Path home;
    private final FileChannel lock;

    private DataFolder(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /** Makes the folder when it is missing and takes it for this process until {@link #close()}. */
    static DataFolder open(Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(home);
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel channel =
                    FileChannel.open(home.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartFailure(
                        "the data folder " + home
                                + " is in use by another node: stop it, or give this one a folder of its own (SIGNALBOX_DATA_DIR)");
            }
            return new DataFolder(home, channel);
        } catch (IOException unusable) {
            throw new StartFailure("the data folder " + home + " cannot be used: " + unusable, unusable);
        }
    }

    Path home() {
        return home;
    }

    Path postgres() {
        return home.resolve("postgres");
    }

    Path journal() {
        return home.resolve("journal");
    }

    Path masterKey() {
        return home.resolve("master.key");
    }

    Path firstRun() {
        return home.resolve("first-run.json");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }
}
