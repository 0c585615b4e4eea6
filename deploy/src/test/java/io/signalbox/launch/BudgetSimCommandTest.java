package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BudgetSimCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysThatNothingWasBroken() {
        assertThat(run("--seeds", "20", "--from", "7")).isZero();
        assertThat(out.toString()).startsWith("escrow: 0 of 20 seeds broken (0 %) in ");
    }

    @Test
    void namesTheSeedThatBrokeAnInvariantAndWhatLedToIt() {
        assertThat(run("--seeds", "10", "--protocol", "check-then-act", "--trace"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("is sent and bills").contains("broke I2_TRUE_COST_FITS_THE_CAP");
    }

    @Test
    void refusesAProtocolThatDoesNotExist() {
        assertThat(run("--protocol", "hope")).isEqualTo(2);
        assertThat(err.toString()).contains("'hope' is none of escrow, ttl-release, check-then-act, ap-counter");
    }

    private int run(String... flags) {
        CommandLine commands = SignalboxMain.commandLine(Map.of());
        commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[flags.length + 1];
        arguments[0] = "budget-sim";
        System.arraycopy(flags, 0, arguments, 1, flags.length);
        return commands.execute(arguments);
    }
}
