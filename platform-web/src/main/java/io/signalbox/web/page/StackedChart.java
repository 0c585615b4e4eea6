package io.signalbox.web.page;

import io.signalbox.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Bars of money over time, each stacked from the same series, laid out in a box of 1000 × 200 that the page stretches. Series are told apart by colour, and
 * each piece says what it is; {@code total} is what all pieces add up to.
 */
public record StackedChart(
        List<Piece> pieces,
        List<Series> legend,
        String top,
        String middle,
        String first,
        String last,
        String summary,
        Money total) {

    /** Colours there are; the last is grey and for what has none of its own. */
    public static final int SERIES_MAX = 8;

    private static final BigDecimal WIDTH = BigDecimal.valueOf(1000);
    private static final BigDecimal HEIGHT = BigDecimal.valueOf(200);
    private static final BigDecimal GAP = new BigDecimal("0.22");

    public StackedChart {
        pieces = List.copyOf(pieces);
        legend = List.copyOf(legend);
    }

    /** A part of a bar in box units; {@code colour} is its series' class. */
    public record Piece(String x, String y, String width, String height, String colour, String title) {}

    /** A name and its colour's class. */
    public record Series(String name, String colour) {}

    /** A stretch of time and what each series came to in it, in the legend's order. */
    public record Column(String label, List<Money> amounts) {

        public Column {
            amounts = List.copyOf(amounts);
        }

        Money sum() {
            return amounts.stream().reduce(Money.ZERO, Money::plus);
        }
    }

    /** Draws at least one column; {@code names} has a name for each of their amounts, and the last is drawn grey when {@code hasRest}. */
    public static StackedChart of(List<Column> columns, List<String> names, boolean hasRest, String summary) {
        Money largest = columns.stream().map(Column::sum).max(Money::compareTo).orElse(Money.ZERO);
        Money top = BarChart.ceiling(largest);
        List<Series> legend = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean rest = hasRest && i == names.size() - 1;
            legend.add(new Series(names.get(i), rest ? "rest" : "s" + (i + 1)));
        }
        BigDecimal step = WIDTH.divide(BigDecimal.valueOf(columns.size()), 4, RoundingMode.HALF_UP);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            BigDecimal x =
                    step.multiply(BigDecimal.valueOf(i)).add(step.multiply(GAP).divide(BigDecimal.valueOf(2)));
            addPieces(pieces, columns.get(i), legend, top, x, step.multiply(BigDecimal.ONE.subtract(GAP)));
        }
        return new StackedChart(
                pieces,
                legend,
                MoneyText.single(top),
                MoneyText.single(new Money(top.nanos() / 2)),
                columns.get(0).label(),
                columns.get(columns.size() - 1).label(),
                summary,
                columns.stream().map(Column::sum).reduce(Money.ZERO, Money::plus));
    }

    private static void addPieces(
            List<Piece> pieces, Column column, List<Series> legend, Money top, BigDecimal x, BigDecimal width) {
        MoneyText money = MoneyText.scaledTo(top);
        BigDecimal bottom = HEIGHT;
        for (int i = 0; i < legend.size(); i++) {
            Money amount = column.amounts().get(i);
            if (amount.nanos() > 0) {
                BigDecimal height = BigDecimal.valueOf(amount.nanos())
                        .multiply(HEIGHT)
                        .divide(BigDecimal.valueOf(top.nanos()), 4, RoundingMode.HALF_UP);
                bottom = bottom.subtract(height);
                String title = column.label() + " · " + legend.get(i).name() + ": " + money.of(amount) + " of "
                        + money.of(column.sum());
                pieces.add(new Piece(
                        plain(x),
                        plain(bottom),
                        plain(width),
                        plain(height),
                        legend.get(i).colour(),
                        title));
            }
        }
    }

    private static String plain(BigDecimal number) {
        return number.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
