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

/** The commands over a database of their own, as somebody would type them. */
class PricesCommandIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void importsPublishesAndGoesBack() throws Exception {
        Path cheaper = file("\"2\"", "\"8\"");
        Path slip = file("\"0.0025\"", "\"0.01\"");

        assertThat(run("import", cheaper.toString())).isZero();
        assertThat(told()).contains("changed\topenai/gpt-4o\tinput\t$2.5 -> $2\t-20.0 %");
        assertThat(run("import", cheaper.toString(), "--as", "spring", "--publish"))
                .as(err.toString())
                .isZero();
        assertThat(run("list")).isZero();
        assertThat(told()).contains("spring\tholds").contains("\nbook-");
        assertThat(run("import", slip.toString(), "--as", "slip", "--publish")).isEqualTo(1);
        assertThat(err.toString()).contains("--confirm-jumps");
        assertThat(told()).contains("implausible\topenai/gpt-4o input");
        assertThat(run("publish", "never-was")).isEqualTo(1);
        assertThat(run(
                        "rerate",
                        "--from",
                        "2026-01-01T00:00:00Z",
                        "--to",
                        "2026-02-01T00:00:00Z",
                        "--version-id",
                        "spring"))
                .isZero();
        assertThat(told()).contains("0 events, 0 adjusted");
    }

    private Path file(String input, String output) throws Exception {
        return Files.writeString(
                folder.resolve("prices-" + input.length() + ".json"),
                "{\"prices\":[{\"provider\":\"openai\",\"model\":\"gpt-4o\",\"source\":\"a letter\",\"usd_per_million\":{\"input\":"
                        + input + ",\"output\":" + output + "}}]}");
    }

    private String told() {
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private int run(String... arguments) {
        CommandLine line = SignalboxMain.commandLine(
                Map.of("SIGNALBOX_DATA_DIR", folder.resolve("data").toString()));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "prices";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }
}
