package io.signalbox.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.Money;
import io.signalbox.web.page.BarChart.Day;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static Money usd(String amount) {
        return Money.ofUsd(amount);
    }

    @Test
    void sumsHaveTwoDecimalsFromADollarUp() {
        assertThat(MoneyText.sum(usd("4182.114"))).isEqualTo("$4,182.11");
        assertThat(MoneyText.sum(usd("0"))).isEqualTo("$0.00");
        assertThat(MoneyText.sum(usd("-12.5"))).isEqualTo("−$12.50");
        assertThat(MoneyText.sum(usd("9223372036.85"))).isEqualTo("$9,223,372,036.85");
    }

    @Test
    void smallSumsAreNotShownAsNothing() {
        assertThat(MoneyText.sum(usd("0.5"))).isEqualTo("$0.5000");
        assertThat(MoneyText.sum(usd("0.000234"))).isEqualTo("$0.000234");
        assertThat(MoneyText.scaledTo(usd("0.001")).of(Money.ZERO)).isEqualTo("$0.00");
        assertThat(MoneyText.scaledTo(usd("12")).of(usd("0.0004"))).isEqualTo("<$0.01");
    }

    @Test
    void singleCostsHaveSixSignificantDigits() {
        assertThat(MoneyText.single(usd("0.01342"))).isEqualTo("$0.01342");
        assertThat(MoneyText.single(usd("0.000000123"))).isEqualTo("$0.000000123");
        assertThat(MoneyText.single(usd("1.5"))).isEqualTo("$1.50");
        assertThat(MoneyText.single(usd("12.3456789"))).isEqualTo("$12.3457");
        assertThat(MoneyText.single(Money.ZERO)).isEqualTo("$0.00");
    }

    @Test
    void sharesAndDurationsReadNaturally() {
        assertThat(NumberText.percent(0, 10)).isEqualTo("0 %");
        assertThat(NumberText.percent(41, 10_000)).isEqualTo("0.41 %");
        assertThat(NumberText.percent(55, 1000)).isEqualTo("5.5 %");
        assertThat(NumberText.percent(1, 1)).isEqualTo("100 %");
        assertThat(NumberText.percent(1, 1_000_000)).isEqualTo("<0.01 %");
        assertThat(NumberText.percent(0, 0)).isEqualTo("—");
        assertThat(NumberText.millis(412)).isEqualTo("412 ms");
        assertThat(NumberText.millis(6104)).isEqualTo("6.10 s");
        assertThat(NumberText.millis(42_510)).isEqualTo("42.5 s");
        assertThat(NumberText.counted(1, "request")).isEqualTo("1 request");
        assertThat(NumberText.counted(1200, "request")).isEqualTo("1,200 requests");
    }

    @Test
    void barsFillTheScaleTheyNeed() {
        BarChart chart = BarChart.of(
                List.of(new Day("23 Nov", usd("1"), false), new Day("24 Nov", usd("4"), true)), "cost per day");

        assertThat(chart.top()).isEqualTo("$5.00");
        assertThat(chart.middle()).isEqualTo("$2.50");
        assertThat(chart.bars()).hasSize(2);
        assertThat(chart.bars().get(0).height()).isEqualTo("40.00");
        assertThat(chart.bars().get(1).y()).isEqualTo("40.00");
        assertThat(chart.bars().get(1).title()).isEqualTo("24 Nov: $4.00 so far");
    }

    @Test
    void barsOfNothingAreFlat() {
        BarChart chart = BarChart.of(List.of(new Day("24 Nov", Money.ZERO, true)), "nothing");

        assertThat(chart.bars().get(0).height()).isEqualTo("0.00");
    }
}
