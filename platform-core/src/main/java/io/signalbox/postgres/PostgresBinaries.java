package io.signalbox.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The unpacked programs of PostgreSQL: a folder that is complete or absent, named for its contents, never changed afterwards. */
record PostgresBinaries(Path folder) {

    /** The major version; a data directory of one cannot be opened by another. */
    static final String MAJOR = "17";

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int BUFFER_BYTES = 1 << 16;

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** Unpacks into {@code parent} unless it is there already: 60 MB and about two seconds the first time. */
    static PostgresBinaries unpackBlocking(Path parent) throws IOException {
        URL archive = PostgresBinaries.class.getResource(ARCHIVE);
        if (archive == null || !runsHere()) {
            throw new PostgresUnusable("there is no embedded PostgreSQL for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + ": give SIGNALBOX_DATABASE_URL a database of your own");
        }
        URLConnection connection = archive.openConnection();
        Path folder = parent.resolve("pgbin-" + fingerprint(connection));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(parent);
            unpackOnce(connection, folder);
        }
        return new PostgresBinaries(folder);
    }

    private static boolean runsHere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** The jar's index holds a checksum of the archive, so that a start need not read 15 MB to learn that nothing changed. */
    private static String fingerprint(URLConnection connection) throws IOException {
        long size = connection.getContentLengthLong();
        long crc =
                connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : 0;
        return MAJOR + "-" + Long.toHexString(crc) + Long.toHexString(size);
    }

    /** Of several processes one unpacks and the others wait; what a killed one left half done is removed. */
    private static void unpackOnce(URLConnection connection, Path folder) throws IOException {
        try (FileChannel lock = FileChannel.open(
                folder.resolveSibling("pgbin.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (Files.isDirectory(folder)) {
                return;
            }
            Path scratch = folder.resolveSibling("pgbin.unpacking");
            deleteTree(scratch);
            openFolder(scratch);
            unpack(connection, scratch);
            Files.move(scratch, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpack(URLConnection connection, Path scratch) throws IOException {
        try (InputStream packed = new BufferedInputStream(connection.getInputStream(), BUFFER_BYTES);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(tar, entry, scratch);
            }
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive has an entry outside itself: " + entry.getName());
        }
        openFolder(entry.isDirectory() ? target : parent(target));
        if (entry.isDirectory()) {
            return;
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), () -> file + " is above the folder to unpack into");
    }

    /** The server may run as another user than the one that unpacks, whatever the umask. */
    private static void openFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            openFolder(parent(folder));
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path each : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(each);
            }
        }
    }
}
