package io.signalbox.web.page;

import io.signalbox.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Bars of money over days, laid out in a box of 1000 × 200 that the page stretches: numbers only, so the template draws and escapes. The scale
 * ends at the next 1, 2 or 5 above the largest bar.
 */
public record BarChart(List<Bar> bars, String top, String middle, String first, String last, String summary) {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 200;
    private static final BigDecimal GAP = new BigDecimal("0.22");

    public BarChart {
        bars = List.copyOf(bars);
    }

    /** One bar in box units; {@code now} marks the day that is still running. */
    public record Bar(String x, String y, String width, String height, String title, boolean now) {}

    /** A day and its amount. */
    public record Day(String label, Money amount, boolean now) {}

    /** Draws {@code days}, oldest first; at least one. */
    public static BarChart of(List<Day> days, String summary) {
        Money largest = days.stream().map(Day::amount).max(Money::compareTo).orElse(Money.ZERO);
        Money top = ceiling(largest);
        BigDecimal step = BigDecimal.valueOf(WIDTH).divide(BigDecimal.valueOf(days.size()), 3, RoundingMode.HALF_UP);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            bars.add(bar(days.get(i), top, step, i));
        }
        return new BarChart(
                bars,
                MoneyText.single(top),
                MoneyText.single(new Money(top.nanos() / 2)),
                days.get(0).label(),
                days.get(days.size() - 1).label(),
                summary);
    }

    private static Bar bar(Day day, Money top, BigDecimal step, int index) {
        BigDecimal height = BigDecimal.valueOf(Math.max(0, day.amount().nanos()))
                .multiply(BigDecimal.valueOf(HEIGHT))
                .divide(BigDecimal.valueOf(top.nanos()), 2, RoundingMode.HALF_UP);
        BigDecimal x =
                step.multiply(BigDecimal.valueOf(index)).add(step.multiply(GAP).divide(BigDecimal.valueOf(2)));
        String title = day.label() + ": " + MoneyText.scaledTo(top).of(day.amount()) + (day.now() ? " so far" : "");
        return new Bar(
                plain(x),
                plain(BigDecimal.valueOf(HEIGHT).subtract(height)),
                plain(step.multiply(BigDecimal.ONE.subtract(GAP))),
                plain(height),
                title,
                day.now());
    }

    private static String plain(BigDecimal number) {
        return number.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** The next 1, 2 or 5 with zeros that is not below {@code largest}. */
    static Money ceiling(Money largest) {
        long power = 1;
        while (true) {
            for (int digit : new int[] {1, 2, 5}) {
                long candidate = Math.multiplyExact(power, digit);
                if (candidate >= largest.nanos() && candidate >= 2) {
                    return new Money(candidate);
                }
            }
            power = Math.multiplyExact(power, 10);
        }
    }
}
