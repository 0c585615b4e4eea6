package io.signalbox.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.PriceList;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {

    private static final PriceList.Of LAB = new PriceList.Of("lab", "m");

    @Test
    void readsLiteLlmsListWithItsStepsAndTiers() {
        PriceFile file = read("""
                {"sample_spec": {"litellm_provider": "one of"},
                 "gemini/gemini-2.5-pro": {"litellm_provider": "gemini", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05,
                   "input_cost_per_token_above_200k_tokens": 2.5e-06, "output_cost_per_token_above_200k_tokens": 1.5e-05,
                   "cache_read_input_token_cost": 3.1e-07},
                 "gpt-5": {"litellm_provider": "openai", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05,
                   "input_cost_per_token_flex": 6.25e-07, "output_cost_per_token_flex": 5e-06, "input_cost_per_token_priority": 2.5e-06},
                 "claude-haiku-4-5": {"litellm_provider": "anthropic", "input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06,
                   "cache_creation_input_token_cost": 1.25e-06, "cache_creation_input_token_cost_above_1hr": 2e-06},
                 "dall-e-3": {"litellm_provider": "openai", "output_cost_per_image": 0.04},
                 "a name of nobody's": {"litellm_provider": "x", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06}}
                """);

        Rates gemini = file.rates().get(new PriceList.Of("gemini", "gemini-2.5-pro"));
        assertThat(PriceDiff.flat(gemini))
                .containsEntry("input", 1_250_000_000L)
                .containsEntry("cache_read", 310_000_000L)
                .containsEntry("input above 200000", 2_500_000_000L)
                .containsEntry("cache_read above 200000", 310_000_000L);
        Rates gpt = file.rates().get(new PriceList.Of("openai", "gpt-5"));
        assertThat(gpt.tiers()).containsOnlyKeys(ServiceTier.FLEX);
        Rates haiku = file.rates().get(new PriceList.Of("anthropic", "claude-haiku-4-5"));
        assertThat(haiku == null ? file.rates().get(new PriceList.Of("anthropic", "claude-haiku-4.5")) : haiku)
                .extracting(rates -> rates.nanosPerMillion(TokenClass.CACHE_WRITE_1H))
                .isEqualTo(2_000_000_000L);
        assertThat(file.rates()).hasSize(3);
        assertThat(file.warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|no JSON object",
                "{|no JSON",
                "{}|neither",
                "{\"prices\":[{\"model\":\"m\"}]}|provider",
                "{\"prices\":[{\"provider\":\"p\",\"model\":\"m\",\"usd_per_million\":{\"input\":\"1\"}}]}|p/m: rate of output",
                "{\"prices\":[{\"provider\":\"p\",\"model\":\"m\",\"usd_per_million\":{\"input\":\"-1\",\"output\":\"1\"}}]}|p/m: rate of input",
                "{\"prices\":[{\"provider\":\"p\",\"model\":\"m\",\"usd_per_million\":{\"inptu\":\"1\",\"output\":\"1\"}}]}|inptu",
                "{\"prices\":[{\"provider\":\"p\",\"model\":\"m\",\"usd_per_million\":{\"input\":\"0.0000000001\",\"output\":\"1\"}}]}|exact"
            })
    void saysWhatIsWrongWithAFile(String file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2000000000|8000000000|9000000000|8000000000|",
                "2000000000|8000000000|10000000000|8000000000|",
                "2000000000|8000000000|10000000001|8000000000|jumps",
                "2000000000|8000000000|400000000|8000000000|",
                "2000000000|8000000000|399999999|8000000000|jumps",
                "2000000000|8000000000|0|8000000000|becomes free",
                "2000000000|8000000000|2000000000|199999999|output at less than a tenth",
                "2000000000|8000000000|2000|8000|price per token",
                "2000000000|8000000000|20000000000001|8000000000|another unit"
            })
    void marksWhatIsImplausible(long input, long output, long newInput, long newOutput, String said) {
        PriceDiff diff =
                PriceDiff.of(Map.of(LAB, Rates.ofText(input, output)), Map.of(LAB, Rates.ofText(newInput, newOutput)));

        if (said == null) {
            assertThat(diff.jumps()).isEmpty();
            return;
        }
        assertThat(diff.jumps()).anySatisfy(jump -> assertThat(jump).contains(said));
    }

    @Test
    void aModelThatIsFreeFromTheStartIsNoJump() {
        PriceDiff diff = PriceDiff.of(Map.of(), Map.of(LAB, Rates.ofText(0, 0)));

        assertThat(diff.added()).containsExactly(LAB);
        assertThat(diff.jumps()).isEmpty();
    }

    private static PriceFile read(String json) {
        return PriceFile.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
