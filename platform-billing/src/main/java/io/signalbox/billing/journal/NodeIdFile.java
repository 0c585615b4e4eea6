package io.signalbox.billing.journal;

import io.signalbox.id.IdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Who this node is, for life. Kept in the journal's own folder because they belong together: a node that has lost its journal must not pass for the one
 * whose leases that journal accounts for.
 */
public final class NodeIdFile {

    private NodeIdFile() {}

    /** Blocking; the journal must be open, so that nobody else does the same. */
    public static String readOrCreateBlocking(Path journalDirectory, IdSource ids) throws IOException {
        Path file = journalDirectory.resolve("node-id");
        if (Files.exists(file)) {
            String id = Files.readString(file).strip();
            if (!id.matches("nod_[0-9A-Z]{1,60}")) {
                throw new JournalDamagedException(
                        "file " + file + " holds no node id: restore it, or the node's leases stay held");
            }
            return id;
        }
        String id = ids.next("nod");
        Path written = Files.createTempFile(
                journalDirectory,
                "node-id",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, id + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}
