package io.signalbox.postgres;

import io.signalbox.telemetry.LogKey;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL under a folder of ours, durable (fsync on), on loopback only. The server is a process of its own: it outlives a killed node,
 * and the next start adopts it. Methods block and may be called on any thread but an event loop; one at a time does its work.
 *
 * <p>It is not a supervisor: whoever owns it calls {@link #restartIfDeadBlocking()} now and then.
 */
public final class EmbeddedPostgres {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Recovery after a crash replays at most {@code max_wal_size}. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    /** After a kill -9 the dead server's pid and its last children bar the way to a new one for a moment. */
    private static final Duration RETRY_LIMIT = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "cluster_name=signalbox",
            "max_connections=100",
            "shared_buffers=64MB",
            "max_wal_size=512MB",
            "jit=off",
            // Plans cached while tables were empty live until the first statistics: not for a whole minute of load.
            "autovacuum_naptime=10s",
            "timezone=UTC",
            "log_timezone=UTC",
            "logging_collector=on",
            "log_directory=log",
            "log_filename=postgresql-%a.log",
            "log_truncate_on_rotation=on",
            "log_rotation_age=1d",
            "log_rotation_size=0",
            "log_checkpoints=off",
            // Parameters hold secrets and people's names.
            "log_parameter_max_length=0",
            "log_parameter_max_length_on_error=0");

    private final Cluster cluster;
    private final Path output;
    private boolean stopped;

    private EmbeddedPostgres(Cluster cluster, Path output) {
        this.cluster = cluster;
        this.output = output;
    }

    /** As {@link #startBlocking(Path, Path)} with the binaries in the same folder. */
    public static EmbeddedPostgres startBlocking(Path directory) {
        return startBlocking(directory, directory);
    }

    /**
     * Returns a server that accepts connections: the live one of {@code directory}, or a new one over its data, or over a new database. Takes
     * about three seconds the first time, a fifth of a second later. Throws {@link PostgresUnusable} with a sentence for the operator.
     *
     * @param directory everything of this server lives below it, passwords included; made if absent
     * @param binaries where the 60 MB of programs are unpacked to; may serve many directories
     */
    public static synchronized EmbeddedPostgres startBlocking(Path directory, Path binaries) {
        Path home = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            try (FileChannel lock =
                    FileChannel.open(home.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                PostgresBinaries programs = PostgresBinaries.unpackBlocking(
                        binaries.toAbsolutePath().normalize());
                EmbeddedPostgres postgres =
                        new EmbeddedPostgres(Cluster.openBlocking(home, programs), home.resolve("start.log"));
                postgres.adoptOrLaunch();
                return postgres;
            }
        } catch (IOException broken) {
            throw new PostgresUnusable("the embedded PostgreSQL cannot use " + home + ": " + broken, broken);
        }
    }

    /** How the owner of the tables logs in; row-level security binds it, but requests run as the app role all the same. */
    public PgConnectOptions connectOptions() {
        return new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(cluster.port())
                .setDatabase(Cluster.DATABASE)
                .setUser(Cluster.LOGIN)
                .setPassword(cluster.loginPassword());
    }

    /** The same as {@link #connectOptions()} in one line, password included: for people and tools, never for a log. */
    public String url() {
        return "postgresql://" + Cluster.LOGIN + ":" + cluster.loginPassword() + "@127.0.0.1:" + cluster.port() + "/"
                + Cluster.DATABASE;
    }

    /** The pid of the live server; empty when it is dead. */
    public Optional<Long> pid() {
        try {
            return server().map(Postmaster::pid);
        } catch (IOException broken) {
            throw new PostgresUnusable("cannot read " + cluster.data() + ": " + broken, broken);
        }
    }

    /**
     * Starts the server again, on the same port and over the same data, if it died; returns whether it had. Cheap while it lives (two file
     * reads). Does nothing after {@link #stopBlocking()}. Throws {@link PostgresUnusable} when it will not start; try again later.
     */
    public synchronized boolean restartIfDeadBlocking() {
        try {
            if (stopped || server().isPresent()) {
                return false;
            }
            LOGGER.atWarn()
                    .addKeyValue(LogKey.ADDRESS, cluster.address())
                    .log("embedded postgresql died, starting it again");
            launch();
            return true;
        } catch (IOException broken) {
            throw new PostgresUnusable("cannot restart the embedded PostgreSQL: " + broken, broken);
        }
    }

    /** Stops the server: running transactions are rolled back, committed ones are on disk. Bounded, idempotent; does nothing when it is dead. */
    public synchronized void stopBlocking() {
        stopped = true;
        if (pid().isEmpty()) {
            return;
        }
        try {
            stop("fast");
        } catch (PostgresUnusable stuck) {
            LOGGER.atWarn().setCause(stuck).log("embedded postgresql does not stop, stopping it without a checkpoint");
            stop("immediate");
        }
    }

    private void stop(String mode) {
        List<String> command = cluster.way()
                .command(
                        cluster.binaries().program("pg_ctl"),
                        "stop",
                        "--pgdata=" + cluster.data(),
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + STOP_LIMIT.toSeconds());
        Subprocess.runBlocking(command, "", STOP_LIMIT.plusSeconds(5));
    }

    private void adoptOrLaunch() throws IOException {
        long start = System.nanoTime();
        for (Optional<Postmaster> found = server(); found.isPresent(); found = server()) {
            if (found.get().ready()) {
                cluster.usePort(found.get().port());
                LOGGER.atInfo()
                        .addKeyValue(LogKey.ADDRESS, cluster.address())
                        .log("embedded postgresql was running, adopted");
                return;
            }
            if (isOver(start, READY_LIMIT)) {
                throw new PostgresUnusable(
                        "the PostgreSQL of " + cluster.data() + " runs but accepts no connections; see "
                                + cluster.data().resolve("log"));
            }
            pause(POLL);
        }
        cluster.choosePort();
        launch();
    }

    private void launch() throws IOException {
        long start = System.nanoTime();
        while (!launchOnce()) {
            if (isOver(start, RETRY_LIMIT)) {
                throw new PostgresUnusable("the embedded PostgreSQL does not start: " + Subprocess.tail(output)
                        + " (see also " + cluster.data().resolve("log") + ")");
            }
            pause(RETRY_PAUSE);
        }
        LOGGER.atInfo()
                .addKeyValue(LogKey.ADDRESS, cluster.address())
                .addKeyValue(LogKey.TOOK_MS, (System.nanoTime() - start) / 1_000_000)
                .log("embedded postgresql started");
    }

    /** Returns false when the new server gave up. */
    private boolean launchOnce() throws IOException {
        long start = System.nanoTime();
        List<String> settings = Stream.concat(SETTINGS.stream(), Stream.of("port=" + cluster.port()))
                .flatMap(setting -> Stream.of("-c", setting))
                .toList();
        Files.deleteIfExists(output);
        Process server = Subprocess.launch(
                Stream.concat(
                                cluster
                                        .way()
                                        .command(
                                                cluster.binaries().program("postgres"),
                                                "-D",
                                                cluster.data().toString())
                                        .stream(),
                                settings.stream())
                        .toList(),
                output);
        while (server.isAlive()) {
            if (server().filter(Postmaster::ready).isPresent()) {
                return true;
            }
            if (isOver(start, READY_LIMIT)) {
                throw new PostgresUnusable("the embedded PostgreSQL recovers for more than " + READY_LIMIT.toSeconds()
                        + " s; it goes on, see " + cluster.data().resolve("log"));
            }
            pause(POLL);
        }
        return false;
    }

    private Optional<Postmaster> server() throws IOException {
        return Postmaster.find(cluster.data());
    }

    private static boolean isOver(long start, Duration limit) {
        return System.nanoTime() - start > limit.toNanos();
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw new PostgresUnusable("interrupted while waiting for the embedded PostgreSQL");
        }
    }
}
