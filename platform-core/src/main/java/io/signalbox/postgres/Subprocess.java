package io.signalbox.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs. They get an environment of our own making: ours may hold providers' keys, which have no business in a
 * database's memory, and {@code PG*} variables, which would change what the programs do.
 */
final class Subprocess {

    private static final List<String> FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final int SHOWN_CHARS = 1500;

    private Subprocess() {}

    /** Returns a program of the system, if it has it. */
    static Optional<String> find(String program) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Runs to the end and returns the output. Throws {@link PostgresUnusable} with the output when it fails or takes too long. */
    static String runBlocking(List<String> command, String input, Duration limit) {
        try {
            Path output = Files.createTempFile("signalbox-postgres", ".log");
            try {
                return run(command, input, limit, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException broken) {
            throw new PostgresUnusable("cannot run " + name(command) + ": " + broken, broken);
        }
    }

    private static String run(List<String> command, String input, Duration limit, Path output) throws IOException {
        Process process = builder(command, output).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException leftUnread) {
            // A program that failed before it read its input says why in its output.
        }
        if (!endsWithin(process, limit)) {
            process.destroyForcibly();
            throw new PostgresUnusable(
                    name(command) + " did not end within " + limit.toSeconds() + " s: " + tail(output));
        }
        if (process.exitValue() != 0) {
            throw new PostgresUnusable(name(command) + " failed with " + process.exitValue() + ": " + tail(output));
        }
        return Files.readString(output);
    }

    /** Starts a program that outlives this process, in a session of its own where the system can, so that Ctrl-C does not reach it. */
    static Process launch(List<String> command, Path output) throws IOException {
        List<String> whole =
                Stream.concat(find("setsid").stream(), command.stream()).toList();
        return builder(whole, output)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    static boolean endsWithin(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PostgresUnusable("interrupted while waiting for a program of PostgreSQL", stop);
        }
    }

    /** Returns the end of a program's output, short enough for a message. */
    static String tail(Path output) throws IOException {
        String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
        return text.length() <= SHOWN_CHARS ? text : text.substring(text.length() - SHOWN_CHARS);
    }

    private static String name(List<String> command) {
        return command.stream()
                .filter(word -> word.contains("/pgbin-"))
                .findFirst()
                .map(path -> Path.of(path).getFileName().toString())
                .orElse(command.get(0));
    }

    private static ProcessBuilder builder(List<String> command, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", String.join(":", FOLDERS), "LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }
}
