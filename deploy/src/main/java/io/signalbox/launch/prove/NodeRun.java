package io.signalbox.launch.prove;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One gateway node: a process of the same jar, over a folder of its own, started again and again. One thread at a time. */
final class NodeRun {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final List<String> JAVA_FLAGS = List.of(
            "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE_LIMIT)
            .build();

    private final String name;
    private final Path home;
    private final URI origin;
    private final Map<String, String> environment;
    private Optional<Process> process = Optional.empty();

    /** {@code environment} is everything that the process gets to know, but for where Java and the system are. */
    NodeRun(String name, Path home, int port, Map<String, String> environment) {
        this.name = name;
        this.home = home;
        this.origin = URI.create("http://127.0.0.1:" + port + "/");
        this.environment = environment;
    }

    String name() {
        return name;
    }

    URI origin() {
        return origin;
    }

    Path dataDir() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("node.log");
    }

    boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Starts the process and does not wait for it. */
    void launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_FLAGS);
        command.addAll(ourProgram());
        command.add("up");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Files.createDirectories(home).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
            builder.environment().putAll(environment);
            process = Optional.of(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether it says that it should get traffic. */
    boolean isReady() {
        if (!isAlive()) {
            return false;
        }
        try {
            HttpRequest probe = HttpRequest.newBuilder(origin.resolve("/readyz"))
                    .timeout(PROBE_LIMIT)
                    .build();
            return HTTP.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@code kill -9}, and waits until it is gone. */
    void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    /** SIGTERM; the exit code, or empty when it had to be killed after {@link #STOP_LIMIT}. */
    Optional<Integer> terminate() {
        if (process.isEmpty()) {
            return Optional.empty();
        }
        process.get().destroy();
        try {
            if (process.get().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return Optional.of(process.get().exitValue());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        kill();
        return Optional.empty();
    }

    /** A jar must be started as one: its manifest opens what Vert.x and Hazelcast need. */
    private static List<String> ourProgram() {
        String classPath = System.getProperty("java.class.path");
        return classPath.endsWith(".jar") && !classPath.contains(java.io.File.pathSeparator)
                ? List.of("-jar", Path.of(classPath).toAbsolutePath().toString())
                : List.of("-cp", classPath, "io.signalbox.launch.SignalboxMain");
    }
}
