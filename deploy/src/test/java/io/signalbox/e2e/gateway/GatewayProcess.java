package io.signalbox.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real jar in a process of its own, over a data folder of its own, at a free port. Whatever became of it, {@link #close()} ends it and
 * the PostgreSQL that it left behind.
 */
public final class GatewayProcess implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("basedir", "."), "target", "signalbox.jar");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final int LOG_TAIL = 4_000;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path home;
    private final Path log;
    private final Map<String, String> environment;
    private Process process;
    private FirstRun firstRun;

    private GatewayProcess(Path home, Map<String, String> environment) {
        this.home = home;
        this.log = home.resolveSibling(home.getFileName() + ".log");
        this.environment = environment;
        this.process = launch();
        this.firstRun = awaitReady();
        environment.put(
                "SIGNALBOX_HTTP_PORT", Integer.toString(firstRun.origin().getPort()));
    }

    /** Starts a node on the folder {@code home} and returns when it is ready. {@code settings} are environment variables. */
    public static GatewayProcess start(Path home, Map<String, String> settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SIGNALBOX_DATA_DIR", home.resolve("data").toString());
        environment.put("SIGNALBOX_HTTP_PORT", "0");
        environment.put("SIGNALBOX_SANDBOX_PORT", Integer.toString(freePort()));
        environment.put("SIGNALBOX_SANDBOX_FIRST_TOKEN_LATENCY", "5ms");
        environment.put("SIGNALBOX_SANDBOX_TOKEN_LATENCY", "1ms");
        environment.putAll(settings);
        return new GatewayProcess(home, environment);
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    public FirstRun firstRun() {
        return firstRun;
    }

    public URI origin() {
        return firstRun.origin();
    }

    /** Where the node keeps its journal and its database. */
    public Path dataDir() {
        return home.resolve("data");
    }

    /** The embedded PostgreSQL, as another node would be given it. */
    public String databaseUrl() {
        Properties cluster = databaseProperties();
        return "postgresql://signalbox:" + cluster.getProperty("login.password") + "@127.0.0.1:"
                + cluster.getProperty("port") + "/signalbox";
    }

    /** Where the embedded PostgreSQL listens, and its passwords. */
    Properties databaseProperties() {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(dataDir().resolve("postgres").resolve("cluster.properties"))) {
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties;
    }

    /** The node's own sandbox provider. */
    public URI sandbox() {
        return URI.create("http://127.0.0.1:" + environment.get("SIGNALBOX_SANDBOX_PORT"));
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@code kill -9}: the node gets no chance to do anything. Its PostgreSQL lives on. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Starts the node again on its folder, its port and its settings; returns when it is ready. */
    public void restart() {
        assertThat(process.isAlive()).as("the node to restart has ended").isFalse();
        process = launch();
        firstRun = awaitReady();
    }

    /** Starts the node again and kills it as soon as it has logged {@code words}. */
    public void restartAndKillAt(String words) {
        assertThat(process.isAlive()).as("the node to restart has ended").isFalse();
        int before = log().length();
        process = launch();
        Eventually.holds(
                START_LIMIT,
                "the node logs " + words,
                () -> assertThat(log().substring(before)).contains(words));
        kill();
    }

    /** {@code kill -9} of the embedded PostgreSQL, its parent process first. */
    public void killPostgres() {
        ProcessHandle postmaster = postmaster().orElseThrow(() -> new AssertionError("no PostgreSQL runs in " + home));
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
    }

    /** Everything that the node has written to standard output and error. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            postmaster().ifPresent(left -> {
                List<ProcessHandle> backends = left.descendants().toList();
                left.destroyForcibly();
                backends.forEach(ProcessHandle::destroyForcibly);
                left.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            });
            deleteData();
        }
    }

    /** A database and its programs are 100 MB; the log stays. */
    private void deleteData() {
        try (Stream<Path> files = Files.walk(dataDir())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }

    private Process launch() {
        assertThat(JAR).as("the jar: run this test by `mvn verify`").exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                "-jar",
                JAR.toAbsolutePath().normalize().toString(),
                "up"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(madeHome())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Nothing of the developer's environment, a provider's key least of all, may reach the node.
        Map<String, String> inherited = builder.environment();
        inherited.keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        inherited.putAll(environment);
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private File madeHome() {
        try {
            return Files.createDirectories(home).toFile();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private FirstRun awaitReady() {
        Path file = dataDir().resolve("first-run.json");
        try {
            return Eventually.within(START_LIMIT, "the node is ready", () -> {
                if (!process.isAlive()) {
                    throw new Eventually.Hopeless("it ended with " + process.exitValue());
                }
                FirstRun written = FirstRun.read(file);
                int status = HTTP.send(
                                HttpRequest.newBuilder(written.origin().resolve("/readyz"))
                                        .timeout(Duration.ofSeconds(2))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode();
                assertThat(status).isEqualTo(200);
                return written;
            });
        } catch (AssertionError late) {
            String written = log();
            String tail = written.substring(Math.max(0, written.length() - LOG_TAIL));
            close();
            throw new AssertionError("the node did not start; it wrote:\n" + tail, late);
        }
    }

    private int awaitExit() {
        try {
            return process.onExit()
                    .get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .exitValue();
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException stuck) {
            throw new AssertionError("the node does not end", stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** The live server of this folder, by its own pid file; a stranger that got the pid works elsewhere. */
    private Optional<ProcessHandle> postmaster() {
        Path cluster = dataDir().resolve("postgres").resolve("cluster");
        try {
            String pid = Files.readAllLines(cluster.resolve("postmaster.pid")).get(0);
            if (!Files.isSameFile(Path.of("/proc", pid, "cwd"), cluster)) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(pid));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
