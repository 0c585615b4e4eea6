package io.signalbox.web.usage;

import io.signalbox.billing.usage.UsageReport.Group;
import io.signalbox.billing.usage.UsageSums;
import io.signalbox.money.Money;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.usage.UsageExplorerView.Row;
import io.signalbox.web.usage.UsageExplorerView.Table;
import io.signalbox.web.usage.UsagePage.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The explorer's table: the twenty dearest groups, the rest, and the total that they add up to. */
record UsageTables(UsageSearch search, Facts facts, UsageNames names) {

    Table table() {
        UsageSums total = facts.report().total();
        Map<Group, UsageSums> before = facts.before().map(it -> it.byGroup()).orElse(Map.of());
        List<Row> rows = new ArrayList<>();
        facts.report()
                .byGroup()
                .forEach((group, sums) -> rows.add(row(
                        names.of(group),
                        group.isRest() ? "" : search.hrefOnly(group.values().get(0)),
                        sums,
                        group.isRest() ? Optional.empty() : Optional.of(before.getOrDefault(group, UsageSums.NONE)))));
        Row sum = row("Total", "", total, facts.before().map(it -> it.total()));
        return new Table("By " + names.dimension(), names.head(), search.compare(), rows, sum);
    }

    private Row row(String name, String href, UsageSums sums, Optional<UsageSums> before) {
        UsageSums total = facts.report().total();
        MoneyText money = MoneyText.scaledTo(total.cost());
        Money saved = sums.savings().total();
        boolean compared = search.compare() && before.isPresent();
        return new Row(
                name,
                href,
                sums.unpriced() > 0 ? NumberText.count(sums.unpriced()) + " unpriced" : "",
                NumberText.count(sums.attempts()),
                NumberText.count(sums.tokens().promptTokens()),
                NumberText.count(sums.tokens().completionTokens()),
                sums.isPriced() ? money.of(sums.cost()) : MoneyText.UNPRICED,
                NumberText.permille(sums.cost().nanos(), total.cost().nanos()),
                NumberText.percent(sums.cost().nanos(), total.cost().nanos()),
                compared ? money.of(before.get().cost()) : "",
                compared ? change(before.get().cost(), sums.cost()) : "",
                saved.equals(Money.ZERO)
                        ? ""
                        : MoneyText.scaledTo(total.savings().total()).of(saved));
    }

    private static String change(Money before, Money now) {
        if (before.nanos() == 0) {
            return now.nanos() == 0 ? "—" : "new";
        }
        Money more = now.minus(before);
        String percent = NumberText.percent(Math.abs(more.nanos()), before.nanos());
        return more.nanos() == 0 ? "±0 %" : (more.isNegative() ? "−" : "+") + percent;
    }
}
