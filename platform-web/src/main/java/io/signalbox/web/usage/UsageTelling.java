package io.signalbox.web.usage;

import io.signalbox.billing.usage.Savings;
import io.signalbox.billing.usage.UsageReport;
import io.signalbox.billing.usage.UsageReport.Group;
import io.signalbox.billing.usage.UsageSums;
import io.signalbox.money.Money;
import io.signalbox.web.page.Figure;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.StackedChart;
import io.signalbox.web.page.StackedChart.Column;
import io.signalbox.web.page.TimeText;
import io.signalbox.web.usage.Stretch.Named;
import io.signalbox.web.usage.UsageExplorerView.BucketRow;
import io.signalbox.web.usage.UsageExplorerView.RangeLink;
import io.signalbox.web.usage.UsagePage.Facts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Turns a report into words and bars. Pure: chart, table, figures and CSV are the same report added up differently. */
record UsageTelling(UsageSearch search, Facts facts, Instant now) {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    UsageExplorerView view() {
        UsageReport report = facts.report();
        UsageSums total = report.total();
        UsageNames names = new UsageNames(search.group(), facts);
        Stretch stretch = search.stretch();
        String by = names.dimension();
        String per = switch (stretch.bucket()) {
            case HOUR, MINUTE -> "hour";
            case DAY -> "day";
            default -> "month";
        };
        return new UsageExplorerView(
                stretch.text(),
                stretch.zone().getId(),
                new TimeText(stretch.zone()).clock(now),
                search.ignored().isEmpty()
                        ? ""
                        : "Not understood and ignored: " + String.join(", ", search.ignored()) + ".",
                Arrays.stream(Named.values())
                        .map(each -> new RangeLink(
                                each.label(),
                                search.hrefOf(each),
                                search.named().filter(each::equals).isPresent()))
                        .toList(),
                UsageForms.form(search, facts),
                total.attempts() == 0,
                unpriced(total),
                figures(total),
                chart(names, per),
                "Cost per " + per + " by " + by,
                buckets(),
                per.substring(0, 1).toUpperCase(Locale.ROOT) + per.substring(1),
                new UsageTables(search, facts, names).table(),
                savings(total),
                savingsSum(total),
                search.csvHref());
    }

    private static String unpriced(UsageSums total) {
        return total.unpriced() == 0
                ? ""
                : NumberText.counted(total.unpriced(), "attempt")
                        + " went to a model without a price. What they cost is not known; it is in no amount here, and not counted as $0.";
    }

    private List<Figure> figures(UsageSums total) {
        String unconfirmed = total.unconfirmed().equals(Money.ZERO)
                ? "every cost is known"
                : "of it " + MoneyText.sum(total.unconfirmed()) + " held in full: nobody can tell";
        Money saved = total.savings().total();
        return List.of(
                new Figure("Cost", cost(total), unconfirmed, ""),
                new Figure("Attempts", NumberText.count(total.attempts()), "requests count once for each try", ""),
                new Figure(
                        "Tokens",
                        NumberText.count(
                                total.tokens().promptTokens() + total.tokens().completionTokens()),
                        NumberText.count(total.tokens().promptTokens()) + " in · "
                                + NumberText.count(total.tokens().completionTokens()) + " out",
                        ""),
                new Figure("Saved, estimated", "≈ " + MoneyText.sum(saved), share(total), ""));
    }

    private static String share(UsageSums total) {
        Money without = total.cost().plus(total.savings().total());
        return without.nanos() <= 0
                ? "against no savings at all"
                : NumberText.percent(total.savings().total().nanos(), without.nanos()) + " of what it would have cost";
    }

    static String cost(UsageSums sums) {
        return sums.isPriced() ? MoneyText.sum(sums.cost()) : MoneyText.UNPRICED;
    }

    private static List<Figure> savings(UsageSums total) {
        Savings saved = total.savings();
        return List.of(
                new Figure("Routing", MoneyText.sum(saved.routing()), "a cheaper model than your primary one", ""),
                new Figure("Prompt cache", MoneyText.sum(saved.promptCache()), "read again at the provider’s", ""),
                new Figure("Response cache", MoneyText.sum(saved.responseCache()), "answered without a model", ""),
                new Figure("Batch", MoneyText.sum(saved.batch()), "sent by a slower, cheaper way", ""));
    }

    private static String savingsSum(UsageSums total) {
        Money saved = total.savings().total();
        MoneyText money = MoneyText.scaledTo(total.cost().plus(saved));
        return money.of(total.cost().plus(saved)) + " without them − " + money.of(saved) + " saved = "
                + money.of(total.cost()) + " cost";
    }

    private StackedChart chart(UsageNames names, String per) {
        UsageReport report = facts.report();
        List<Group> groups = new ArrayList<>(report.byGroup().keySet());
        boolean lumped = groups.size() > StackedChart.SERIES_MAX;
        List<Group> drawn = lumped ? groups.subList(0, StackedChart.SERIES_MAX - 1) : groups;
        boolean rest = lumped || groups.contains(Group.REST);
        List<String> legend = new ArrayList<>();
        drawn.forEach(each -> legend.add(names.of(each)));
        if (lumped) {
            legend.add("all others");
        }
        List<List<Money>> amounts = new ArrayList<>();
        report.starts().forEach(each -> amounts.add(zeros(legend.size())));
        report.cells().forEach(cell -> {
            int known = drawn.indexOf(cell.group());
            List<Money> bar = amounts.get(cell.bucket());
            int series = known < 0 ? legend.size() - 1 : known;
            bar.set(series, bar.get(series).plus(cell.sums().cost()));
        });
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            columns.add(new Column(label(report.starts().get(i)), amounts.get(i)));
        }
        String summary = "Cost per " + per + ", " + search.stretch().text() + ": "
                + MoneyText.sum(report.total().cost()) + " in all; the table has the figures";
        return StackedChart.of(columns, legend, rest, summary);
    }

    private static List<Money> zeros(int count) {
        List<Money> zeros = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            zeros.add(Money.ZERO);
        }
        return zeros;
    }

    private List<BucketRow> buckets() {
        List<UsageSums> sums = facts.report().byBucket();
        MoneyText money = MoneyText.scaledTo(facts.report().total().cost());
        List<BucketRow> rows = new ArrayList<>();
        for (int i = sums.size() - 1; i >= 0; i--) {
            UsageSums each = sums.get(i);
            rows.add(new BucketRow(
                    label(facts.report().starts().get(i)),
                    NumberText.count(each.attempts()),
                    each.isPriced() ? money.of(each.cost()) : MoneyText.UNPRICED));
        }
        return rows;
    }

    private String label(Instant start) {
        return switch (search.stretch().bucket()) {
            case HOUR, MINUTE -> HOUR.format(start.atZone(search.stretch().zone()));
            case MONTH -> MONTH.format(start.atZone(search.stretch().zone()));
            default -> TimeText.day(LocalDate.ofInstant(start, search.stretch().zone()));
        };
    }
}
