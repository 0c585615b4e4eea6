package io.signalbox.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to run PostgreSQL, which refuses to be root: directly when we are not; in a user namespace, where root is nobody but its files stay
 * ours; or as another user, who then owns the data. The owner of a data directory is the memory of the way it was made.
 *
 * @param uid who owns the data directory
 * @param prefix the words before the program's name
 */
record LaunchWay(int uid, List<String> prefix) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String OWNER = "unix:uid";

    /** The way for a data directory that is there. */
    static LaunchWay of(Path dataDirectory) throws IOException {
        int owner = owner(dataDirectory);
        int self = self();
        if (owner == self) {
            return self == 0
                    ? namespace().orElseThrow(() -> unreachable(dataDirectory))
                    : new LaunchWay(self, List.of());
        }
        if (self != 0) {
            throw new PostgresUnusable(dataDirectory + " belongs to user " + owner + " and this process runs as user "
                    + self + ": run it as that user, or give the folder to this one");
        }
        return asUser(owner);
    }

    /** The way for a new data directory. */
    static LaunchWay ofNew() throws IOException {
        int self = self();
        if (self != 0) {
            return new LaunchWay(self, List.of());
        }
        Optional<LaunchWay> namespace = namespace();
        return namespace.isPresent() ? namespace.get() : asUser(unprivileged());
    }

    List<String> command(String... words) {
        return Stream.concat(prefix.stream(), Stream.of(words)).toList();
    }

    /** Gives a file of ours to the user that runs PostgreSQL. */
    void own(Path file) throws IOException {
        if (uid != self()) {
            Files.setAttribute(file, OWNER, uid);
        }
    }

    /** Another user cannot pass a private folder above its own, and PostgreSQL's own message would not say which. */
    void requireReach(Path folder) throws IOException {
        if (uid == self()) {
            return;
        }
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            boolean open = Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE);
            if (!open && owner(above) != uid) {
                throw new PostgresUnusable("PostgreSQL runs as user " + uid + " here, who cannot pass " + above
                        + ": put the data folder somewhere else, or chmod o+x " + above);
            }
        }
    }

    private static Optional<LaunchWay> namespace() {
        Optional<String> unshare = Subprocess.find("unshare");
        if (unshare.isEmpty()) {
            return Optional.empty();
        }
        try {
            String inside = Subprocess.runBlocking(List.of(unshare.get(), "-U", "id", "-u"), "", LIMIT);
            return inside.strip().equals("0")
                    ? Optional.empty()
                    : Optional.of(new LaunchWay(0, List.of(unshare.get(), "-U")));
        } catch (PostgresUnusable forbidden) {
            // Containers often forbid user namespaces; there is another way.
            return Optional.empty();
        }
    }

    private static LaunchWay asUser(int uid) {
        Optional<String> setpriv = Subprocess.find("setpriv");
        if (setpriv.isEmpty()) {
            throw new PostgresUnusable(
                    "PostgreSQL refuses to run as root, user namespaces are off, and setpriv (util-linux) is not"
                            + " installed: run Signalbox as another user, or give SIGNALBOX_DATABASE_URL a database of your own");
        }
        return new LaunchWay(uid, List.of(setpriv.get(), "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
    }

    private static PostgresUnusable unreachable(Path dataDirectory) {
        return new PostgresUnusable(
                dataDirectory + " was made by root in a user namespace, which the system no longer allows:"
                        + " give the folder to another user (chown -R nobody) and start again");
    }

    /** Our effective user. */
    private static int self() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.split("\\s+")[2]);
            }
        }
        throw new IOException("/proc/self/status has no line Uid");
    }

    private static int owner(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, OWNER);
    }

    /** The user {@code postgres} where there is one, else {@code nobody}. */
    private static int unprivileged() throws IOException {
        List<Integer> nobody = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] fields = line.split(":", 4);
            if (fields.length == 4 && fields[0].equals("postgres")) {
                return Integer.parseInt(fields[2]);
            }
            if (fields.length == 4 && fields[0].equals("nobody")) {
                nobody.add(Integer.parseInt(fields[2]));
            }
        }
        return nobody.isEmpty() ? 65534 : nobody.get(0);
    }
}
