package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SignalboxMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void saysThatAGoodConfigurationIsGood() {
        assertThat(run("check-config", "--http-port", "0")).isZero();
        assertThat(out).hasToString("the configuration is good" + System.lineSeparator());
    }

    @Test
    void exitsWithTwoAndOneLineForABadValue() {
        assertThat(run("check-config", "--http-port", "70000")).isEqualTo(2);
        assertThat(err)
                .hasToString("'http.port' is '70000' (from --http-port): must be in 0..65535" + System.lineSeparator());
    }

    @Test
    void startsNothingWithABadConfiguration() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("bad.yaml"), "limits: {max-body: 1TB}");
        Path data = folder.resolve("data");

        // When
        int code = run("up", "--config", file.toString(), "--data-dir", data.toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(data).doesNotExist();
        assertThat(err)
                .hasToString(
                        "'limits.max-body' is '1TB' (from bad.yaml): must be a size such as 512B, 32KB, 10MB or 1GB"
                                + System.lineSeparator());
    }

    @Test
    void namesTheNearestFlagForAnUnknownOne() {
        assertThat(run("up", "--htpp-port", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--http-port");
    }

    @Test
    void givesSecretsNoFlag() {
        assertThat(run("up", "--help")).isZero();
        assertThat(out.toString()).contains("--data-dir").doesNotContain("master-key", "api-key", "database-url");
    }

    @Test
    void printsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("signalbox ");
    }

    private int run(String... arguments) {
        CommandLine line = SignalboxMain.commandLine(Map.of());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
