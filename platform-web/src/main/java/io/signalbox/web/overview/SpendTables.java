package io.signalbox.web.overview;

import io.signalbox.billing.usage.Spend;
import io.signalbox.billing.usage.SpendLine;
import io.signalbox.money.Money;
import io.signalbox.web.overview.OverviewView.SpendRow;
import io.signalbox.web.overview.OverviewView.SpendTable;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import java.util.List;
import java.util.function.UnaryOperator;

/** Spend lines as a table of one money scale. */
final class SpendTables {

    private static final String SANDBOX_MODEL = "sandbox/";

    private SpendTables() {}

    /** {@code naming} turns a line's name into words. */
    static SpendTable of(List<SpendLine> lines, UnaryOperator<String> naming) {
        Spend total = lines.stream().map(SpendLine::spend).reduce(Spend.NONE, SpendTables::plus);
        MoneyText money = MoneyText.scaledTo(total.cost());
        return new SpendTable(
                lines.stream()
                        .map(line -> row(naming.apply(line.name()), line.spend(), total, money))
                        .toList(),
                row("Total", total, total, money));
    }

    private static SpendRow row(String name, Spend spend, Spend total, MoneyText money) {
        boolean unpriced = spend.events() > 0 && spend.unpricedEvents() == spend.events();
        return new SpendRow(
                name,
                tag(name, spend),
                NumberText.count(spend.events()),
                NumberText.count(spend.promptTokens()),
                NumberText.count(spend.completionTokens()),
                unpriced ? MoneyText.UNPRICED : money.of(spend.cost()),
                NumberText.permille(spend.cost().nanos(), total.cost().nanos()),
                NumberText.percent(spend.cost().nanos(), total.cost().nanos()),
                spend.saved().equals(Money.ZERO)
                        ? ""
                        : MoneyText.scaledTo(total.saved()).of(spend.saved()));
    }

    private static String tag(String name, Spend spend) {
        if (name.startsWith(SANDBOX_MODEL)) {
            return "sandbox";
        }
        return spend.unpricedEvents() > 0 ? NumberText.count(spend.unpricedEvents()) + " unpriced" : "";
    }

    static Spend plus(Spend one, Spend other) {
        return new Spend(
                one.events() + other.events(),
                one.unpricedEvents() + other.unpricedEvents(),
                one.promptTokens() + other.promptTokens(),
                one.completionTokens() + other.completionTokens(),
                one.cost().plus(other.cost()),
                one.unconfirmed().plus(other.unconfirmed()),
                one.saved().plus(other.saved()));
    }
}
