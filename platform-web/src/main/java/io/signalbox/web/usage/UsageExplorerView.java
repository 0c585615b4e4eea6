package io.signalbox.web.usage;

import io.signalbox.web.page.Choice;
import io.signalbox.web.page.Figure;
import io.signalbox.web.page.StackedChart;
import java.util.List;

/** The view of {@code usage/page}. Strings are empty where there is nothing to say. */
public record UsageExplorerView(
        String period,
        String zone,
        String freshTo,
        String notice,
        List<RangeLink> ranges,
        Form form,
        boolean empty,
        String unpriced,
        List<Figure> figures,
        StackedChart chart,
        String chartTitle,
        List<BucketRow> buckets,
        String bucketTitle,
        Table table,
        List<Figure> savings,
        String savingsSum,
        String csv) {

    public UsageExplorerView {
        ranges = List.copyOf(ranges);
        figures = List.copyOf(figures);
        buckets = List.copyOf(buckets);
        savings = List.copyOf(savings);
    }

    /** A period to choose. */
    public record RangeLink(String label, String href, boolean current) {}

    /** The form as it stands. */
    public record Form(
            String from,
            String to,
            String zone,
            List<Choice> groups,
            List<Choice> apps,
            List<Choice> keys,
            String model,
            String task,
            String provider,
            boolean compare,
            boolean filtered) {

        public Form {
            groups = List.copyOf(groups);
            apps = List.copyOf(apps);
            keys = List.copyOf(keys);
        }
    }

    /** A bar of the chart in figures. */
    public record BucketRow(String name, String attempts, String cost) {}

    /** Groups line by line; {@code total} is the sum of the rows before any rounding. */
    public record Table(String title, String head, boolean compared, List<Row> rows, Row total) {

        public Table {
            rows = List.copyOf(rows);
        }
    }

    /** A group's sums; {@code href} narrows the page to it. */
    public record Row(
            String name,
            String href,
            String tag,
            String attempts,
            String tokensIn,
            String tokensOut,
            String cost,
            int permille,
            String share,
            String before,
            String change,
            String saved) {}
}
