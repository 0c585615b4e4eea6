package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {

    private static final List<String> KNOWN = ModelBook.shipped().real().stream()
            .map(entry -> entry.model().name())
            .toList();

    @ParameterizedTest
    @CsvSource({
        "gpt4o, gpt-4o",
        "GPT-4o-mini, gpt-4o-mini",
        "gpt-4o-2024-08-06, gpt-4o",
        "gpt-5-turbo, gpt-5",
        "sonnet, claude-sonnet-4",
        "claude-3-5-sonnet, claude-sonnet-4.5",
        "claude-3-5-sonnet-20241022, claude-sonnet-4.5",
        "claude-sonnet-4-5, claude-sonnet-4.5",
        "claude-3-5-haiku-latest, claude-3.5-haiku",
        "gemini-pro-2.5, gemini-2.5-pro",
        "lama-3.3-70b, llama-3.3-70b",
        "mistral-larg, mistral-large"
    })
    void findsWhatWasMeant(String asked, String meant) {
        assertThat(NearestNames.of(asked, KNOWN)).startsWith(meant).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void offersNothingForWhatResemblesNothing() {
        assertThat(NearestNames.of("a-model-of-my-own", KNOWN)).isEmpty();
        assertThat(NearestNames.of("", KNOWN)).isEmpty();
    }

    @Test
    void anEndlessNameTakesNoLonger() {
        List<String> many = IntStream.range(0, 4_000)
                .mapToObj(i -> "model-" + i + "x".repeat(100))
                .toList();

        assertThat(NearestNames.of("y".repeat(1_000_000), many)).isEmpty();
    }
}
