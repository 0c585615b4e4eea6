package io.signalbox.testing;

import io.signalbox.postgres.EmbeddedPostgres;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The JVM's PostgreSQL, under {@code target/}, stopped and removed when the JVM ends. The folder carries the JVM's pid: what a killed JVM left
 * behind, the next one clears away.
 */
public final class TestServer {

    private static final String PREFIX = "postgres-";
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);

    private TestServer() {}

    /** Started by the first test that asks. */
    private static final class Running {
        private static final EmbeddedPostgres SERVER = start();
    }

    static PgConnectOptions options() {
        return Running.SERVER.connectOptions();
    }

    /** Where tests unpack PostgreSQL's programs: one place for all modules of a checkout, so that it is done once. */
    public static Path binaries() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder.resolve("target").resolve("pgbin");
            }
        }
        return here.resolve("target").resolve("pgbin");
    }

    private static EmbeddedPostgres start() {
        Path target = Path.of("target").toAbsolutePath();
        Path home = target.resolve(PREFIX + ProcessHandle.current().pid());
        try {
            Files.createDirectories(target);
            for (Path left : leftovers(target)) {
                end(left.resolve("cluster").resolve("postmaster.pid"));
                delete(left);
            }
            EmbeddedPostgres server = EmbeddedPostgres.startBlocking(home, binaries());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, home), "stop-test-postgres"));
            return server;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Path> leftovers(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(TestServer::isLeft).toList();
        }
    }

    private static boolean isLeft(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches(PREFIX + "\\d+")
                && Optional.of(Long.parseLong(name.substring(PREFIX.length())))
                        .flatMap(ProcessHandle::of)
                        .isEmpty();
    }

    /** Ends the server of a JVM that was killed: it has no clients any more, so it goes at once. */
    private static void end(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("/pgbin-"))
                .ifPresent(server -> {
                    server.destroy();
                    server.onExit()
                            .orTimeout(EXIT_LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .join();
                });
    }

    private static void stop(EmbeddedPostgres server, Path home) {
        try {
            server.stopBlocking();
            delete(home);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path each : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        }
    }
}
