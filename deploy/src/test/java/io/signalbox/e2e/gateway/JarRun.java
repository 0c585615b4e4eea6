package io.signalbox.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a command to its end: what it exited with and what it said. */
public record JarRun(int exitCode, String out, String err) {

    private static final Path JAR = Path.of(System.getProperty("basedir", "."), "target", "signalbox.jar")
            .toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Runs the real jar in {@code folder} with {@code environment} and nothing else of the developer's. */
    public static JarRun of(Path folder, Map<String, String> environment, String... arguments) {
        return of(folder, environment, LIMIT, arguments);
    }

    /** Runs it for at most {@code limit}. */
    public static JarRun of(Path folder, Map<String, String> environment, Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar"));
        command.add(JAR.normalize().toString());
        command.addAll(List.of(arguments));
        return ofCommand(folder, environment, limit, command);
    }

    /** Runs any program likewise. */
    public static JarRun ofCommand(Path folder, Map<String, String> environment, List<String> command) {
        return ofCommand(folder, environment, LIMIT, command);
    }

    private static JarRun ofCommand(
            Path folder, Map<String, String> environment, Duration limit, List<String> command) {
        try {
            Path out = Files.createTempFile(folder, "run", ".out");
            Path err = Files.createTempFile(folder, "run", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR", "JAVA_HOME"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                throw new AssertionError(command + " does not end");
            }
            return new JarRun(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
