package io.signalbox.billing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsagePricingTest {

    /** $2.50 in, $0.25 cached, $3.125 and $5 written, $10 out, $40 and $80 audio; reasoning as output, images as input. */
    private static final Rates RATES = new Rates(Map.of(
            TokenClass.INPUT, 2_500_000_000L,
            TokenClass.CACHE_READ, 250_000_000L,
            TokenClass.CACHE_WRITE_5M, 3_125_000_000L,
            TokenClass.CACHE_WRITE_1H, 5_000_000_000L,
            TokenClass.OUTPUT, 10_000_000_000L,
            TokenClass.AUDIO_IN, 40_000_000_000L,
            TokenClass.AUDIO_OUT, 80_000_000_000L));

    /** Sandbox: $0.10 in, $0.40 out. */
    private static final Rates SMALL = Rates.ofText(100_000_000L, 400_000_000L);

    /** Nine counts in the order of {@link TokenClass}, then the nanos. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 0 0 0 0 0 0 0; 0",
                "1 0 0 0 0 0 0 0 0; 2500",
                "0 1 0 0 0 0 0 0 0; 250",
                "0 0 1 0 0 0 0 0 0; 3125",
                "0 0 0 1 0 0 0 0 0; 5000",
                "0 0 0 0 1 0 0 0 0; 10000",
                "0 0 0 0 0 1 0 0 0; 10000",
                "0 0 0 0 0 0 1 0 0; 40000",
                "0 0 0 0 0 0 0 1 0; 80000",
                "0 0 0 0 0 0 0 0 1; 2500",
                "1234 56789 0 0 321 0 0 0 0; 20492250",
                "100 200 300 400 500 600 700 800 900; 108487500",
                "1000000 0 0 0 1000000 0 0 0 0; 12500000000",
                "128000 1900000 64000 0 16384 32768 0 0 1500; 1490270000"
            })
    void costsToTheNano(String shape) {
        String[] parts = shape.split("; ");
        long[] tokens =
                Arrays.stream(parts[0].split(" ")).mapToLong(Long::parseLong).toArray();
        TokenUsage usage = new TokenUsage(
                tokens[0], tokens[1], tokens[2], tokens[3], tokens[4], tokens[5], tokens[6], tokens[7], tokens[8]);

        assertThat(cost(usage, RATES)).isEqualTo(new Money(Long.parseLong(parts[1])));
    }

    @Test
    void savesWhatThePrimaryModelWouldHaveCostMore() {
        TokenUsage usage = TokenUsage.ofText(1_000, 100);

        UsagePricing cheap = UsagePricing.exact(usage, Optional.of(SMALL), Optional.of(RATES));
        UsagePricing dear = UsagePricing.estimated(usage, Optional.of(RATES), Optional.of(SMALL));

        assertThat(cheap.confidence()).isEqualTo(Confidence.EXACT);
        assertThat(cheap.cost()).contains(new Money(140_000));
        assertThat(cheap.baseline()).contains(new Money(3_500_000));
        assertThat(cheap.saved()).contains(new Money(3_360_000));
        assertThat(dear.confidence()).isEqualTo(Confidence.ESTIMATED);
        assertThat(dear.saved()).contains(new Money(-3_360_000));
    }

    @Test
    void countsAllThatWasReservedWhenNobodyKnows() {
        UsagePricing unknown = UsagePricing.unknown(new Money(77), Optional.of(RATES));

        assertThat(unknown)
                .isEqualTo(new UsagePricing(Confidence.UNKNOWN, Optional.of(new Money(77)), Optional.empty()));
        assertThat(unknown.saved()).isEmpty();
    }

    @Test
    void neverPricesWhatHasNoPrice() {
        TokenUsage usage = TokenUsage.ofText(1_000, 100);

        assertThat(UsagePricing.exact(usage, Optional.empty(), Optional.of(RATES)))
                .isEqualTo(new UsagePricing(Confidence.EXACT, Optional.empty(), Optional.empty()));
        assertThat(UsagePricing.unknown(Money.ZERO, Optional.empty()).cost()).isEmpty();
    }

    @Test
    void roundsOnceAndHalfUp() {
        Rates third = Rates.ofText(333_333, 500_000);

        assertThat(cost(TokenUsage.ofText(1, 0), third)).isEqualTo(new Money(0));
        assertThat(cost(TokenUsage.ofText(0, 1), third)).isEqualTo(new Money(1));
        assertThat(cost(TokenUsage.ofText(1, 1), third)).isEqualTo(new Money(1));
        assertThat(cost(TokenUsage.ofText(3, 1), third)).isEqualTo(new Money(1));
        assertThat(cost(TokenUsage.ofText(5, 0), third)).isEqualTo(new Money(2));
    }

    private static Money cost(TokenUsage usage, Rates rates) {
        return UsagePricing.exact(usage, Optional.of(rates), Optional.empty())
                .cost()
                .orElseThrow();
    }
}
