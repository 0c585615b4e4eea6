package io.signalbox.web.overview;

import io.signalbox.web.page.BarChart;
import io.signalbox.web.page.Figure;
import java.util.List;

/** The view of {@code overview/page}. {@code empty}: nothing was used in the period; {@code days} is empty for a period of one day. */
public record OverviewView(
        String period,
        String zone,
        String freshTo,
        List<RangeLink> ranges,
        String notice,
        List<Figure> figures,
        boolean empty,
        List<Meter> budgets,
        BarChart chart,
        List<DayRow> days,
        SpendTable byModel,
        SpendTable byTask) {

    public OverviewView {
        ranges = List.copyOf(ranges);
        figures = List.copyOf(figures);
        budgets = List.copyOf(budgets);
        days = List.copyOf(days);
    }

    /** A period to choose. */
    public record RangeLink(String label, String href, boolean current) {}

    /** A budget as a meter with words; {@code level} is {@code good}, {@code warn} or {@code bad}. */
    public record Meter(
            String name,
            String scope,
            String level,
            String state,
            String words,
            int percent,
            int usedPermille,
            int withHeldPermille) {}

    /** A day's figures. */
    public record DayRow(String day, String attempts, String cost) {}

    /** Spend line by line; {@code total} is the sum of the rows before any rounding. */
    public record SpendTable(List<SpendRow> rows, SpendRow total) {

        public SpendTable {
            rows = List.copyOf(rows);
        }
    }

    /** The spend of one model or task. */
    public record SpendRow(
            String name,
            String tag,
            String attempts,
            String tokensIn,
            String tokensOut,
            String cost,
            int permille,
            String share,
            String saved) {}
}
