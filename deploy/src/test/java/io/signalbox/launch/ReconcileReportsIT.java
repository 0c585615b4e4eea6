package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands over a database of their own, as somebody would type them. */
class ReconcileReportsIT {

    private static final String PAGE = """
            {"object": "page", "has_more": true, "data": [{"object": "bucket", "start_time": 1730419200, "end_time": 1730505600,
              "results": [{"object": "organization.costs.result", "amount": {"value": 0.06, "currency": "usd"}, "line_item": "gpt-4o, input"}]}]}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void importsAReportAndShowsItsDrift() throws Exception {
        Path page = Files.writeString(folder.resolve("costs.json"), PAGE);
        Path slip = Files.writeString(folder.resolve("slip.json"), PAGE.replace("usd", "eur"));

        assertThat(run("import", "--provider", "openai", page.toString()))
                .as(err.toString())
                .isZero();
        assertThat(told()).contains("1 days of openai: 1 costs and 0 counts of tokens", "there are more");
        assertThat(run("import", "--provider", "openai", slip.toString())).isEqualTo(SignalboxMain.FAILED);
        assertThat(err.toString()).contains("nothing was kept: file 1, /data/0/results/0/amount/currency: must be USD");

        assertThat(run("drift", "--provider", "openai", "--from", "2024-11-01", "--to", "2024-11-30"))
                .isZero();
        assertThat(told())
                .contains("2024-11-01\tgpt-4o\tours none\ttheirs $0.06\tdifference none\t-\twe metered nothing")
                .contains("2024-11-01\t(all)\tours none");
        assertThat(run("drift", "--provider", "openai", "--from", "2024-11-01", "--to", "2024-11-30", "--csv"))
                .isZero();
        assertThat(told())
                .contains("2024-11-01,gpt-4o,,0.06,,,,,,,,,we metered nothing; the provider reports no tokens\r\n")
                .doesNotContain("(all)");
        assertThat(run("drift", "--provider", "openai", "--from", "2024-11-02", "--to", "2024-11-01"))
                .isEqualTo(SignalboxMain.FAILED);
        assertThat(run()).as("without a word more it checks our own books").isZero();
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
        return line.execute(
                Stream.concat(Stream.of("reconcile"), Stream.of(arguments)).toArray(String[]::new));
    }
}
