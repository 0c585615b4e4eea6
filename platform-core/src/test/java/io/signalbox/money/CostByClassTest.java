package io.signalbox.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostByClassTest {

    @Test
    void partsAddUpToTheCostForAnyUsageRatesAndCost() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            TokenUsage usage = new TokenUsage(
                    some(random),
                    some(random),
                    some(random),
                    some(random),
                    some(random),
                    some(random),
                    some(random),
                    0,
                    0);
            Rates rates = new Rates(Map.of(
                    TokenClass.INPUT, random.nextLong(1, 100_000_000_000L),
                    TokenClass.CACHE_READ, random.nextLong(1, 10_000_000_000L),
                    TokenClass.OUTPUT, random.nextLong(1, 100_000_000_000L)));
            Money cost = i % 2 == 0 ? rates.cost(usage) : new Money(random.nextLong(1_000_000_000_000L));

            CostByClass split = CostByClass.split(cost, usage, rates);

            if (!usage.equals(TokenUsage.NONE)) {
                assertThat(split.total()).isEqualTo(cost);
            }
            for (TokenClass each : TokenClass.values()) {
                assertThat(split.of(each).isNegative()).isFalse();
            }
        }
    }

    @Test
    void theLargestPartGetsWhatRoundingLeaves() {
        // 1 input token at $0.0000015 and 2 output tokens at $0.0000017: 1.5 + 3.4 = 4.9 nanos, which cost 5.
        Rates rates = Rates.ofText(1_500_000, 1_700_000);
        TokenUsage usage = TokenUsage.ofText(1, 2);

        CostByClass split = CostByClass.split(rates.cost(usage), usage, rates);

        assertThat(split.of(TokenClass.INPUT)).isEqualTo(new Money(1));
        assertThat(split.of(TokenClass.OUTPUT)).isEqualTo(new Money(4));
    }

    @Test
    void nothingIsSplitWhereNothingHasAPriceOrWasUsed() {
        assertThat(CostByClass.split(new Money(7), TokenUsage.NONE, Rates.ofText(1, 1)))
                .isEqualTo(CostByClass.NONE);
    }

    private static long some(Random random) {
        return random.nextInt(3) == 0 ? 0 : random.nextLong(200_000);
    }
}
