package io.signalbox.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {

    private static final Rates SONNET = new Rates(Map.of(
            TokenClass.INPUT, 3_000_000_000L,
            TokenClass.CACHE_READ, 300_000_000L,
            TokenClass.CACHE_WRITE_5M, 3_750_000_000L,
            TokenClass.OUTPUT, 15_000_000_000L));

    @Test
    void everyClassIsPricedAtItsOwnRateAndRoundedOnce() {
        // 100×3000 + 1000×300 + 10×3750 + 7×15000 nanos
        TokenUsage usage = new TokenUsage(100, 1_000, 10, 0, 5, 2, 0, 0, 0);

        assertThat(SONNET.cost(usage)).isEqualTo(new Money(300_000 + 300_000 + 37_500 + 105_000));
    }

    @Test
    void aClassWithoutARateCostsWhatItsParentCosts() {
        assertThat(SONNET.nanosPerMillion(TokenClass.REASONING)).isEqualTo(15_000_000_000L);
        assertThat(SONNET.nanosPerMillion(TokenClass.AUDIO_IN)).isEqualTo(3_000_000_000L);
    }

    @Test
    void anUpperBoundCoversTheDearestSplit() {
        Money bound = SONNET.upperBound(1_110, 7);

        assertThat(bound).isEqualTo(new Money(1_110 * 3_750L + 7 * 15_000L));
        assertThat(SONNET.cost(new TokenUsage(100, 0, 1_010, 0, 0, 7, 0, 0, 0))).isLessThanOrEqualTo(bound);
    }

    @Test
    void affordableOutputNeverCostsMoreThanTheMoney() {
        Money money = new Money(1_000_001);

        long output = SONNET.affordableOutput(money, 100).orElseThrow();

        assertThat(SONNET.upperBound(100, output)).isLessThanOrEqualTo(money);
        assertThat(SONNET.upperBound(100, output + 1)).isGreaterThan(money);
        assertThat(SONNET.affordableOutput(new Money(1), 100)).isEmpty();
    }

    @Test
    void moneyBeyondCountingAffordsAtLeastWhatCanBeCounted() {
        Money fortune = Money.ofUsd("9000000000");

        long output = SONNET.affordableOutput(fortune, 100).orElseThrow();

        assertThat(output).isGreaterThan(100_000_000);
    }

    @Test
    void fractionsOfANanoRoundHalfUpForCostsAndUpForBounds() {
        Rates tiny = Rates.ofText(25, 100);

        assertThat(tiny.cost(TokenUsage.ofText(19_999, 0))).isEqualTo(new Money(0));
        assertThat(tiny.cost(TokenUsage.ofText(20_000, 0))).isEqualTo(new Money(1));
        assertThat(tiny.costRoundedUp(TokenUsage.ofText(1, 0))).isEqualTo(new Money(1));
    }

    @Test
    void aPriceListWithoutOutputIsRefused() {
        assertThatThrownBy(() -> new Rates(Map.of(TokenClass.INPUT, 1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("output");
    }

    @Test
    void moneyPrintsWithoutExponent() {
        assertThat(new Money(150).usd()).isEqualTo("0.00000015");
        assertThat(Money.ofUsd("12.50").usd()).isEqualTo("12.5");
        assertThat(new Money(100_000_000_000L).usd()).isEqualTo("100");
        assertThatThrownBy(() -> Money.ofUsd("0.0000000001")).isInstanceOf(ArithmeticException.class);
    }
}
