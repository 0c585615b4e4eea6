package io.signalbox.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EscrowTest {

    /** One nano per output token, input free. */
    private static final Rates RATES = Rates.ofText(0, 1_000_000);

    private static final BudgetId TENANT = new BudgetId("bud_tenant");
    private static final BudgetId KEY = new BudgetId("bud_key");

    @Test
    void holdsInFullWhatFitsEverywhere() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 30, 20), KEY, balance(KEY, 50, 0, 0)), ask(50, 1)))
                .containsExactly(granted(50, false));
    }

    @Test
    void countsWhatEarlierAsksOfTheBatchHold() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 0, 0)), ask(60, 60), ask(60, 60), ask(40, 40)))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(granted(60, false)),
                        second -> assertThat(second).isInstanceOf(EscrowVerdict.InTheWay.class),
                        third -> assertThat(third).isEqualTo(granted(40, false)));
    }

    @Test
    void takesNothingFromOneBudgetWhenAnotherRefuses() {
        assertThat(decide(
                        Map.of(TENANT, balance(TENANT, 100, 0, 0), KEY, balance(KEY, 10, 0, 0)),
                        ask(100, 100),
                        new EscrowAsk("evt_2", List.of(TENANT), RATES, 0, 100, 100)))
                .satisfiesExactly(
                        refused -> assertThat(refused)
                                .isInstanceOfSatisfying(
                                        EscrowVerdict.Short.class,
                                        it -> assertThat(it.budget().id()).isEqualTo(KEY)),
                        whole -> assertThat(whole).isEqualTo(granted(100, false)));
    }

    @Test
    void cutsTheOutputWhenNoWaitingWouldHelp() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 40, 20)), ask(80, 40)))
                .containsExactly(granted(40, true));
    }

    @Test
    void waitsRatherThanCutBelowWhatIsWorthAnAnswer() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 40, 30)), ask(80, 40)))
                .hasOnlyElementsOfType(EscrowVerdict.InTheWay.class);
    }

    @Test
    void isShortWhenEvenTheWholeCeilingIsNotWorthAnAnswer() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 70, 0)), ask(80, 40)))
                .hasOnlyElementsOfType(EscrowVerdict.Short.class);
    }

    @Test
    void wantsNoMoreThanTheCallerAskedFor() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 5, 0, 0)), ask(5, 64))).containsExactly(granted(5, false));
    }

    @Test
    void neverCutsToNothing() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 100, 0)), ask(10, 0)))
                .hasOnlyElementsOfType(EscrowVerdict.Short.class);
    }

    @Test
    void staysShortAfterAnOverrun() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 130, 0)), ask(10, 1)))
                .hasOnlyElementsOfType(EscrowVerdict.Short.class);
    }

    @Test
    void letsThroughWhatCostsNothing() {
        assertThat(decide(Map.of(TENANT, balance(TENANT, 100, 130, 0)), ask(0, 0)))
                .containsExactly(granted(0, false));
    }

    @Test
    void isNotBoundByABudgetThatIsGone() {
        assertThat(decide(Map.of(), ask(10, 1))).containsExactly(granted(10, false));
    }

    @Test
    void decidesLargeAmountsWithoutOverflow() {
        Rates dear = Rates.ofText(600_000_000_000L, 600_000_000_000L);
        long millionDollars = 1_000_000_000_000_000L;
        EscrowAsk ask = new EscrowAsk("evt_1", List.of(TENANT), dear, 1_000_000, 10_000_000, 1);

        assertThat(decide(Map.of(TENANT, balance(TENANT, millionDollars, 0, 0)), ask))
                .containsExactly(new EscrowVerdict.Granted(ask.upperBound(), 10_000_000, false));
        assertThat(decide(Map.of(TENANT, balance(TENANT, 700_000_000_000L, 0, 0)), ask))
                .hasOnlyElementsOfType(EscrowVerdict.Granted.class);
    }

    /** Whatever is asked of whatever state: no grant passes a limit, and nothing is held for who was refused. */
    @Test
    void neverGrantsBeyondAnyLimit() {
        Random random = new Random(20_261_124);
        for (int round = 0; round < 5_000; round++) {
            Map<BudgetId, PeriodBalance> balances = new HashMap<>();
            for (BudgetId each : List.of(TENANT, KEY)) {
                balances.put(each, balance(each, random.nextInt(200), random.nextInt(150), random.nextInt(100)));
            }
            EscrowAsk[] asks = new EscrowAsk[1 + random.nextInt(8)];
            for (int i = 0; i < asks.length; i++) {
                asks[i] = new EscrowAsk(
                        "evt_" + i,
                        random.nextBoolean() ? List.of(TENANT, KEY) : List.of(TENANT),
                        RATES,
                        0,
                        random.nextInt(80),
                        random.nextInt(80));
            }

            List<EscrowVerdict> verdicts = decide(balances, asks);

            for (int i = 0; i < asks.length; i++) {
                if (verdicts.get(i) instanceof EscrowVerdict.Granted it
                        && it.amount().nanos() > 0) {
                    assertThat(it.outputTokens()).isGreaterThanOrEqualTo(asks[i].minOutputTokens());
                    for (BudgetId each : asks[i].budgets()) {
                        balances.computeIfPresent(each, (id, balance) -> balance.holding(it.amount()));
                        assertThat(balances.get(each).free().isNegative())
                                .as("round %s: %s", round, balances.get(each))
                                .isFalse();
                    }
                }
            }
        }
    }

    private static List<EscrowVerdict> decide(Map<BudgetId, PeriodBalance> balances, EscrowAsk... asks) {
        return Escrow.decide(balances, Arrays.asList(asks));
    }

    private static EscrowAsk ask(long output, long least) {
        return new EscrowAsk("evt_1", List.of(TENANT, KEY), RATES, 0, output, least);
    }

    private static EscrowVerdict granted(long tokens, boolean clamped) {
        return new EscrowVerdict.Granted(new Money(tokens), tokens, clamped);
    }

    private static PeriodBalance balance(BudgetId id, long limit, long spent, long held) {
        return new PeriodBalance(
                id,
                "cap",
                BudgetScope.TENANT,
                "total",
                new Money(limit),
                new Money(spent),
                new Money(held),
                Optional.empty());
    }
}
