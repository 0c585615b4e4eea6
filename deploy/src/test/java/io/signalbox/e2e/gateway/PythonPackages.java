package io.signalbox.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Python packages that {@code src/test/python} pins, in an environment of their own below {@code target}, where a package index has them. */
public final class PythonPackages {

    private static final Path SOURCE = Path.of(System.getProperty("basedir", "."), "src", "test", "python");
    private static final Path HOME = Path.of(System.getProperty("basedir", "."), "target", "python");
    private static final int LIMIT_SECONDS = 180;

    private PythonPackages() {}

    /** Installs them; returns why that is not possible here, with what pip wrote, or nothing. */
    public static Optional<String> install() {
        try {
            Files.createDirectories(HOME);
            Result made = run(
                    Map.of(),
                    List.of("python3", "-m", "venv", HOME.resolve("env").toString()));
            if (made.code != 0) {
                return Optional.of("Python has no venv here: " + made.output);
            }
            Result installed = run(
                    Map.of(),
                    List.of(
                            python(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--retries=0",
                            "--timeout=10",
                            "--requirement",
                            SOURCE.resolve("requirements.txt").toAbsolutePath().toString()));
            return installed.code == 0 ? Optional.empty() : Optional.of("no index has them: " + installed.output);
        } catch (IOException missing) {
            return Optional.of("no python3 here: " + missing.getMessage());
        }
    }

    /** Runs a script of {@code src/test/python}; fails with what it wrote. */
    public static void test(String script, Map<String, String> environment) {
        try {
            Result result = run(
                    environment,
                    List.of(python(), SOURCE.resolve(script).toAbsolutePath().toString()));
            if (result.code != 0) {
                throw new AssertionError(script + " wrote:\n" + result.output);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String python() {
        return HOME.resolve("env")
                .resolve("bin")
                .resolve("python")
                .toAbsolutePath()
                .toString();
    }

    private record Result(int code, String output) {}

    private static Result run(Map<String, String> environment, List<String> command) throws IOException {
        Path output = HOME.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_") || name.startsWith("ANTHROPIC_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
    }
}
