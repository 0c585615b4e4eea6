package io.signalbox.billing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetSimulationTest {

    private static final int SEEDS = 2_000;
    private static final int CONTROL_SEEDS = 300;
    private static final int CAUGHT_PERCENT_MIN = 20;

    @Test
    void keepsEveryInvariantThroughEveryFault() {
        BudgetSimulation escrow = new BudgetSimulation(Protocol.ESCROW);
        for (long seed = 1; seed <= SEEDS; seed++) {
            escrow.run(seed).ifPresent(broken -> {
                throw new AssertionError(
                        "seed " + broken.seed() + " broke " + broken.what() + "\n" + String.join("\n", broken.trace()));
            });
        }
    }

    /** A simulator that finds nothing proves something only if it finds what is there. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ESCROW")
    void catchesWrongProtocols(Protocol wrong) {
        BudgetSimulation control = new BudgetSimulation(wrong);
        Tally tally = new Tally();
        LongStream.rangeClosed(1, CONTROL_SEEDS).mapToObj(control::run).forEach(tally::count);

        assertThat(tally.brokenPercent()).as(tally.toString()).isGreaterThanOrEqualTo(CAUGHT_PERCENT_MIN);
    }

    @Test
    void aSeedAlwaysLivesTheSameLife() {
        BudgetSimulation control = new BudgetSimulation(Protocol.TTL_RELEASE);
        List<Optional<BudgetSimulation.Finding>> first =
                LongStream.range(0, 20).mapToObj(control::run).toList();

        assertThat(LongStream.range(0, 20).mapToObj(control::run)).isEqualTo(first);
        assertThat(first).anyMatch(Optional::isPresent);
    }
}
