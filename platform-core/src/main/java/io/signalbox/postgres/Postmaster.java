package io.signalbox.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of the server of a data directory.
 *
 * @param ready it accepts connections; false while it recovers or stops
 */
record Postmaster(long pid, int port, boolean ready) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Returns the live server of a data directory. A pid file left by a killed server, or taken over by a stranger's pid, is no server. */
    static Optional<Postmaster> find(Path dataDirectory) throws IOException {
        Optional<Postmaster> written = read(dataDirectory.resolve("postmaster.pid"));
        if (written.isEmpty() || !isAlive(written.get().pid, dataDirectory)) {
            return Optional.empty();
        }
        return written;
    }

    private static Optional<Postmaster> read(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            // A single-user server has a negative pid; its lines are numbers all the same.
            long pid = Math.abs(Long.parseLong(lines.get(PID_LINE).strip()));
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new Postmaster(pid, port, ready));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    /** A postmaster works inside its data directory, which tells it from another process that got its pid; a zombie works nowhere. */
    private static boolean isAlive(long pid, Path dataDirectory) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(process)) {
            return false;
        }
        try {
            return Files.isSameFile(process.resolve("cwd"), dataDirectory);
        } catch (AccessDeniedException hidden) {
            // In a container without CAP_SYS_PTRACE; to take a stranger for ours costs a refusal, to start a second
            // server would be worse.
            return true;
        } catch (IOException ended) {
            return false;
        }
    }
}
