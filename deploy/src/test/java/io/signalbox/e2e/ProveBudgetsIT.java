package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.JarRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the proof that {@code deploy/bin/prove-budgets} is: three nodes, kills, cuts, and the provider's meter as the judge. */
final class ProveBudgetsIT {

    private static final Duration LIMIT = Duration.ofMinutes(7);
    private static final String SHORT_SECONDS = "30";
    private static final String CLIENTS = "200";

    @Test
    void noCapIsPassedWhileNodesAndDatabaseAreKilledAndCutOff(@TempDir Path folder) {
        // When
        JarRun run =
                JarRun.of(folder, Map.of(), LIMIT, "prove-budgets", "--duration", SHORT_SECONDS, "--clients", CLIENTS);

        // Then
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("seed ", "checks hold").doesNotContain("BROKEN");
    }

    @Test
    void refusesWhatItCannotRun(@TempDir Path folder) {
        // When
        JarRun run = JarRun.of(folder, Map.of(), "prove-budgets", "--nodes", "0");

        // Then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nodes is 0 and must be 1..9");
    }
}
