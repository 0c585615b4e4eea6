package io.signalbox.billing.alert;

import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.Forecast;
import io.signalbox.money.Money;
import io.signalbox.webhook.EventType;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Which marks of budgets are reached, and which budgets will not last. Pure. Counts all that was spent in the window, whenever the rule was made. */
final class BudgetFindings {

    private static final int ALL_PERCENT = 100;

    private BudgetFindings() {}

    static List<Alert> reached(AlertRule rule, List<BudgetView> budgets, Instant now) {
        List<Alert> found = new ArrayList<>();
        for (BudgetView view : budgets) {
            // A limit of nothing is reached by nothing, which is no news.
            if (rule.watches(view.budget().id().value()) && view.limit().compareTo(Money.ZERO) > 0) {
                List<Integer> marks =
                        rule.marks().isEmpty() ? view.budget().terms().marks() : rule.marks();
                marks.stream()
                        .filter(mark -> mark <= view.spentPercent())
                        .map(mark -> alert(rule, view, mark, now))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Budgets that are more likely than not to be used up before their window ends, and are not yet. */
    static List<Alert> foretold(AlertRule rule, List<BudgetView> budgets, Instant now) {
        List<Alert> found = new ArrayList<>();
        for (BudgetView view : budgets) {
            boolean open =
                    rule.watches(view.budget().id().value()) && view.spent().compareTo(view.limit()) < 0;
            view.forecast()
                    .filter(forecast -> open && forecast.p50().compareTo(view.limit()) > 0)
                    .map(forecast -> alert(rule, view, forecast, now))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Alert alert(AlertRule rule, BudgetView view, Forecast forecast, Instant now) {
        JsonObject details = details(view)
                .put("forecast_p10_usd", forecast.p10().usd())
                .put("forecast_p50_usd", forecast.p50().usd())
                .put("forecast_p90_usd", forecast.p90().usd());
        String summary = "Budget '" + view.budget().name() + "' will probably have spent "
                + forecast.p50().usd() + " of " + view.limit().usd() + " USD when its window ends.";
        Alert.About about = new Alert.About(
                EventType.BUDGET_FORECAST_EXCEEDED, view.budget().id().value(), window(view, now), 0);
        return Alert.of(rule, about, now, summary, details);
    }

    private static JsonObject details(BudgetView view) {
        return new JsonObject()
                .put("budget_id", view.budget().id().value())
                .put("budget", view.budget().name())
                .put("spent_usd", view.spent().usd())
                .put("limit_usd", view.limit().usd())
                .put("resets_at", view.resetsAt().map(Instant::toString).orElse(null));
    }

    private static Alert alert(AlertRule rule, BudgetView view, int mark, Instant now) {
        EventType type = mark >= ALL_PERCENT ? EventType.BUDGET_EXCEEDED : EventType.BUDGET_THRESHOLD_REACHED;
        JsonObject details = details(view).put("mark_percent", mark);
        String summary = "Budget '" + view.budget().name() + "' has spent "
                + view.spent().usd() + " of " + view.limit().usd() + " USD: " + mark + " % is reached.";
        Alert.About about = new Alert.About(type, view.budget().id().value(), window(view, now), mark);
        return Alert.of(rule, about, now, summary, details);
    }

    /** A rolling window never begins anew, so what goes over it again and again is told once a day. */
    static String window(BudgetView view, Instant now) {
        return view.budget().window().hours() == 0
                ? view.period()
                : view.period() + " " + now.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
