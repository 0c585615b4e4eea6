package io.signalbox.web.overview;

import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.money.Money;
import io.signalbox.web.overview.OverviewView.Meter;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Budgets as meters, the fullest first. {@code names} tells apps and keys by their ids. */
record Meters(Map<String, String> names, ZoneId zone) {

    private static final int NEARLY_PERMILLE = 800;
    private static final int FULL_PERMILLE = 1000;

    List<Meter> of(List<BudgetView> budgets) {
        return budgets.stream()
                .sorted(Comparator.comparingInt(Meters::usedPermille).reversed())
                .map(this::meter)
                .toList();
    }

    private static int usedPermille(BudgetView view) {
        Money limit = view.limit();
        return limit.nanos() == 0
                ? FULL_PERMILLE
                : NumberText.permille(view.spent().nanos(), limit.nanos());
    }

    private Meter meter(BudgetView view) {
        int used = usedPermille(view);
        Money limit = view.limit();
        int withHeld = limit.nanos() == 0
                ? FULL_PERMILLE
                : NumberText.permille(view.spent().plus(view.reserved()).nanos(), limit.nanos());
        boolean spent = view.spent().compareTo(limit) >= 0;
        String level = spent ? "bad" : used >= NEARLY_PERMILLE ? "warn" : "good";
        String state = spent
                ? "Used up: requests are refused with 402"
                : used >= NEARLY_PERMILLE ? "Nearly used up" : "Within the limit";
        return new Meter(
                view.budget().name(), scope(view.budget()), level, state, words(view), used / 10, used, withHeld);
    }

    private String scope(Budget budget) {
        String whose = budget.scope() == BudgetScope.TENANT
                ? "all requests"
                : budget.scope().wireName() + " " + names.getOrDefault(budget.scopeId(), budget.scopeId());
        return whose + " · " + budget.window().phrase();
    }

    private String words(BudgetView view) {
        Money limit = view.limit();
        MoneyText money = MoneyText.scaledTo(limit);
        StringBuilder words = new StringBuilder(money.of(view.spent()))
                .append(" of ")
                .append(money.of(limit))
                .append(" used");
        if (limit.nanos() > 0) {
            words.append(" (")
                    .append(NumberText.percent(view.spent().nanos(), limit.nanos()))
                    .append(')');
        }
        if (view.reserved().nanos() > 0) {
            words.append(" · ").append(money.of(view.reserved())).append(" held by running requests");
        }
        view.resetsAt()
                .ifPresent(at -> words.append(" · resets ")
                        .append(new TimeText(zone).minute(at))
                        .append(' ')
                        .append(zone.getId()));
        return words.toString();
    }
}
