package io.signalbox.billing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.money.Money;
import io.signalbox.money.RateStep;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettledRatesTest {

    private static final TokenUsage USAGE = TokenUsage.ofText(1_000_000, 1_000_000);
    private static final Rates RATES = new Rates(
            List.of(new RateStep(0, Map.of(TokenClass.INPUT, 200L, TokenClass.OUTPUT, 800L))),
            Map.of(ServiceTier.FLEX, Rates.ofText(100, 400), ServiceTier.PRIORITY, Rates.ofText(400, 900)));

    @Test
    void aRequestThatAsksForNothingCostsWhatIsListed() {
        assertThat(cost(RATES, Optional.empty(), Optional.empty())).isEqualTo("book 1000 EXACT");
        assertThat(cost(RATES, Optional.empty(), Optional.of(ServiceTier.STANDARD)))
                .isEqualTo("book 1000 EXACT");
    }

    @Test
    void theTierThatTheProviderStatesIsPaid() {
        Rates asked = RATES.asking(ServiceTier.FLEX).orElseThrow();

        assertThat(cost(asked, Optional.of(ServiceTier.FLEX), Optional.of(ServiceTier.FLEX)))
                .isEqualTo("book/flex 500 EXACT");
        assertThat(cost(asked, Optional.of(ServiceTier.FLEX), Optional.of(ServiceTier.STANDARD)))
                .isEqualTo("book 1000 EXACT");
        assertThat(cost(RATES, Optional.empty(), Optional.of(ServiceTier.PRIORITY)))
                .isEqualTo("book/priority 1300 EXACT");
    }

    @Test
    void aTierThatNobodyStatesIsTheDearerOfThePossibleTwo() {
        Rates asked = RATES.asking(ServiceTier.FLEX).orElseThrow();

        assertThat(cost(asked, Optional.of(ServiceTier.FLEX), Optional.empty())).isEqualTo("book/flex? 1000 ESTIMATED");
    }

    @Test
    void aStatedTierWithoutAPriceLeavesTheListedOneAsAnEstimate() {
        assertThat(cost(RATES, Optional.empty(), Optional.of(ServiceTier.BATCH)))
                .isEqualTo("book 1000 ESTIMATED");
    }

    private static String cost(Rates rates, Optional<ServiceTier> asked, Optional<ServiceTier> stated) {
        SettledRates settled = SettledRates.of(Optional.of(rates), "book", asked, stated);
        Money cost = settled.rates().orElseThrow().cost(USAGE);
        return settled.version() + " " + cost.nanos() + " " + settled.confidence(Confidence.EXACT);
    }
}
