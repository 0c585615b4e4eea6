package io.signalbox.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The npm packages that {@code src/test/js} pins, installed below {@code target}, and its scripts run by Node. */
public final class NodePackage {

    private static final Path SOURCE = Path.of(System.getProperty("basedir", "."), "src", "test", "js");
    private static final Path HOME = Path.of(System.getProperty("basedir", "."), "target", "js");
    private static final int LIMIT_SECONDS = 120;

    private NodePackage() {}

    /** Installs exactly what the lock file says, unless that has been done. */
    public static void install() {
        try (Stream<Path> files = Files.list(SOURCE)) {
            Files.createDirectories(HOME);
            for (Path file : files.toList()) {
                Files.copy(file, HOME.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Path lock = SOURCE.resolve("package-lock.json");
            Path installed = HOME.resolve("installed-lock.json");
            if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
                return;
            }
            run(Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs the tests of a script; fails with what Node wrote. */
    public static void test(String script, Map<String, String> environment) {
        run(environment, List.of("node", "--test", "--test-reporter=spec", script));
    }

    private static void run(Map<String, String> environment, List<String> command) {
        Path output = HOME.resolve(command.get(0) + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_") || name.startsWith("ANTHROPIC_"));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            throw new AssertionError(
                    "`" + command.get(0)
                            + "` is needed for the tests of npm packages: install Node.js 18 or newer with npm",
                    missing);
        }
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            assertThat(process.exitValue())
                    .as("%s wrote:%n%s", String.join(" ", command), Files.readString(output, StandardCharsets.UTF_8))
                    .isZero();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
