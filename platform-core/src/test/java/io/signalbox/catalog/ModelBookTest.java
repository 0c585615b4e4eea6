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
            assertThat(entry.rates().nanosPerMillion(TokenClass.INPUT)).isPositive();
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
