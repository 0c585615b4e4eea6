package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.TokenClass;
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
}
