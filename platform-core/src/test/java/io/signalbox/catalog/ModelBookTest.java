package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import org.junit.jupiter.api.Test;

class ModelBookTest {

    private final ModelBook book = ModelBook.shipped();

    @Test
    void everyRowIsCompleteAndNamesItsSource() {
        assertThat(book.ofProvider("openai")).hasSizeGreaterThan(5).allSatisfy(entry -> {
            assertThat(entry.source()).contains("20");
            boolean free = entry.model().operation() == Operation.MODERATION;
            assertThat(entry.rates().nanosPerMillion(TokenClass.INPUT) > 0).isEqualTo(!free);
        });
    }

    @Test
    void whatGivesNoTextHasNoOutputAndNoPriceForIt() {
        assertThat(book.real())
                .filteredOn(entry -> entry.model().operation() != Operation.CHAT)
                .hasSizeGreaterThan(5)
                .allSatisfy(entry -> {
                    assertThat(entry.model().maxOutputTokens()).isZero();
                    assertThat(entry.rates().nanosPerMillion(TokenClass.OUTPUT)).isZero();
                    assertThat(entry.smart()).isFalse();
                });
    }

    @Test
    void theSandboxModelsArePricedOneToFifteen() {
        long small = book.find("sandbox/small").orElseThrow().rates().nanosPerMillion(TokenClass.OUTPUT);
        long large = book.find("sandbox/large").orElseThrow().rates().nanosPerMillion(TokenClass.OUTPUT);

        assertThat(large).isEqualTo(15 * small);
    }

    @Test
    void everyPreferredPrimaryExists() {
        assertThat(book.primaryPreference())
                .allSatisfy(name -> assertThat(book.find(name)).isPresent());
    }

    @Test
    void longerPromptsAndOtherServiceTiersHavePricesOfTheirOwn() {
        Rates gemini = rates("gemini-2.5-pro");
        Rates sonnet = rates("claude-sonnet-4.5");
        Rates gpt = rates("gpt-5");

        assertThat(gemini.cost(TokenUsage.ofText(200_000, 1))).isEqualTo(new Money(250_000_000 + 10_000));
        assertThat(gemini.cost(TokenUsage.ofText(200_001, 1))).isEqualTo(new Money(500_002_500 + 15_000));
        assertThat(sonnet.cost(TokenUsage.ofText(200_001, 1))).isEqualTo(new Money(1_200_006_000 + 22_500));
        assertThat(gpt.stated(ServiceTier.FLEX).cost(TokenUsage.ofText(1_000, 1)))
                .isEqualTo(new Money(625_000 + 5_000));
        assertThat(gpt.stated(ServiceTier.PRIORITY).cost(TokenUsage.ofText(1, 1)))
                .isEqualTo(new Money(2_500 + 20_000));
    }

    @Test
    void ratesAreWrittenAsTheyAreRead() {
        for (ModelBook.Entry each : ModelBook.shipped().real()) {
            assertThat(PriceRow.rates(PriceRow.json(each.rates()))).isEqualTo(each.rates());
        }
    }

    private static Rates rates(String model) {
        return ModelBook.shipped().find(model).orElseThrow().rates();
    }
}
