package io.signalbox.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateStepsTest {

    private static final Map<TokenClass, Long> SHORT = Map.of(
            TokenClass.INPUT, 1_250_000_000L, TokenClass.CACHE_READ, 310_000_000L, TokenClass.OUTPUT, 10_000_000_000L);
    private static final Map<TokenClass, Long> LONG = Map.of(
            TokenClass.INPUT, 2_500_000_000L, TokenClass.CACHE_READ, 625_000_000L, TokenClass.OUTPUT, 15_000_000_000L);

    /** As Gemini 2.5 Pro: twice the price above 200,000 tokens of prompt. */
    private static final Rates GEMINI = new Rates(List.of(new RateStep(200_000, LONG), new RateStep(0, SHORT)));

    private static final Rates FLEX = Rates.ofText(100, 400);
    private static final Rates PRIORITY = Rates.ofText(400, 900);
    private static final Rates OPENAI = new Rates(
            List.of(new RateStep(0, Map.of(TokenClass.INPUT, 200L, TokenClass.OUTPUT, 800L))),
            Map.of(ServiceTier.FLEX, FLEX, ServiceTier.PRIORITY, PRIORITY));

    @Test
    void theWholeRequestIsPricedAtTheStepOfItsPrompt() {
        assertThat(GEMINI.cost(TokenUsage.ofText(200_000, 10))).isEqualTo(new Money(200_000 * 1_250L + 10 * 10_000L));
        assertThat(GEMINI.cost(TokenUsage.ofText(200_001, 10))).isEqualTo(new Money(200_001 * 2_500L + 10 * 15_000L));
    }

    @Test
    void everyClassOfThePromptCountsTowardsItsLength() {
        TokenUsage cached = new TokenUsage(1, 200_000, 0, 0, 10, 0, 0, 0, 0);

        assertThat(GEMINI.cost(cached)).isEqualTo(new Money(2_500 + 200_000 * 625L + 10 * 15_000L));
    }

    @Test
    void theBoundOfALongPromptCoversWhateverItTurnsOutToBe() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long input = random.nextLong(400_000);
            long output = random.nextLong(10_000);
            long used = random.nextLong(input + 1);
            long cached = random.nextLong(used + 1);
            TokenUsage usage = new TokenUsage(used - cached, cached, 0, 0, output, 0, 0, 0, 0);

            assertThat(GEMINI.cost(usage)).isLessThanOrEqualTo(GEMINI.upperBound(input, output));
        }
        assertThat(GEMINI.upperBound(200_000, 1)).isEqualTo(new Money(200_000 * 1_250L + 10_000));
        assertThat(GEMINI.upperBound(200_001, 1)).isEqualTo(new Money(200_001 * 2_500L + 15_000));
    }

    @Test
    void affordableOutputIsBoughtAtTheSameStep() {
        Money money = new Money(300_000 * 2_500L + 7 * 15_000L + 14_999);

        assertThat(GEMINI.affordableOutput(money, 300_000)).hasValue(7);
        assertThat(GEMINI.affordableOutput(new Money(300_000 * 1_250L), 300_000))
                .isEmpty();
    }

    @Test
    void aLaterStepThatIsCheaperNeverLowersTheBound() {
        Rates falling = new Rates(List.of(
                new RateStep(0, Map.of(TokenClass.INPUT, 1_000_000_000L, TokenClass.OUTPUT, 1_000_000_000L)),
                new RateStep(10, Map.of(TokenClass.INPUT, 1_000_000L, TokenClass.OUTPUT, 1_000_000L))));

        assertThat(falling.upperBound(11, 0)).isGreaterThanOrEqualTo(falling.cost(TokenUsage.ofText(10, 0)));
    }

    @Test
    void aTierAskedForIsBoundedByTheDearerOfItAndTheStandard() {
        Rates flex = OPENAI.asking(ServiceTier.FLEX).orElseThrow();
        Rates priority = OPENAI.asking(ServiceTier.PRIORITY).orElseThrow();
        TokenUsage usage = TokenUsage.ofText(1_000_000, 1_000_000);

        assertThat(flex.upperBound(1_000_000, 1_000_000)).isEqualTo(new Money(1_000));
        assertThat(priority.upperBound(1_000_000, 1_000_000)).isEqualTo(new Money(1_300));
        assertThat(flex.stated(ServiceTier.FLEX).cost(usage)).isEqualTo(new Money(500));
        assertThat(priority.stated(ServiceTier.STANDARD).cost(usage)).isEqualTo(new Money(1_000));
        assertThat(OPENAI.stated(ServiceTier.PRIORITY).cost(usage)).isEqualTo(new Money(1_300));
    }

    @Test
    void aTierWithoutAPriceIsNotGuessed() {
        assertThat(OPENAI.asking(ServiceTier.BATCH)).isEmpty();
        assertThat(OPENAI.asking(ServiceTier.STANDARD)).hasValue(OPENAI);
        assertThat(OPENAI.asking(ServiceTier.FLEX).flatMap(it -> it.asking(ServiceTier.FLEX)))
                .isEqualTo(OPENAI.asking(ServiceTier.FLEX));
    }

    @Test
    void aPriceOfNothingIsAPrice() {
        Rates free = Rates.ofText(0, 0);

        assertThat(Optional.of(free).map(rates -> rates.cost(TokenUsage.ofText(5, 5))))
                .hasValue(Money.ZERO);
    }

    @Test
    void stepsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new Rates(List.of(new RateStep(5, SHORT)))).hasMessageContaining("begin");
        assertThatThrownBy(() -> new Rates(List.of(new RateStep(0, SHORT), new RateStep(0, LONG))))
                .hasMessageContaining("same number");
        assertThatThrownBy(() -> new Rates(List.of(new RateStep(0, SHORT)), Map.of(ServiceTier.STANDARD, GEMINI)))
                .hasMessageContaining("standard");
    }
}
