package io.signalbox.web.budgets;

import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetAction;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.money.Money;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A budget as a meter with words; {@code level} is {@code good}, {@code warn} or {@code bad}. */
public record BudgetMeter(
        String name,
        String href,
        String whose,
        String level,
        String state,
        String words,
        int percent,
        int usedPermille,
        int withHeldPermille,
        List<Integer> marksPermille) {

    private static final int FULL = 1_000;

    public BudgetMeter {
        marksPermille = List.copyOf(marksPermille);
    }

    /** How budgets are told: {@code names} of apps, keys and members by their ids. */
    record Telling(Map<String, String> names, ZoneId zone, Instant now) {

        BudgetMeter of(BudgetView view) {
            Budget budget = view.budget();
            int used = permille(view.spent(), view.limit());
            return new BudgetMeter(
                    budget.name(),
                    "/budgets/" + budget.id(),
                    whose(budget),
                    level(view),
                    state(view),
                    words(view),
                    Math.min(used, FULL) / 10,
                    Math.min(used, FULL),
                    Math.min(permille(view.spent().plus(view.reserved()), view.limit()), FULL),
                    budget.terms().marks().stream()
                            .filter(mark -> mark < 100)
                            .map(mark -> mark * 10)
                            .toList());
        }

        String whose(Budget budget) {
            String what = budget.scope() == BudgetScope.TENANT
                    ? "all requests"
                    : budget.scope().wireName() + " " + names.getOrDefault(budget.scopeId(), budget.scopeId());
            return what + " · " + budget.window().phrase();
        }

        private static boolean isSpent(BudgetView view) {
            return view.spent().compareTo(view.limit()) >= 0;
        }

        private static boolean isForeseen(BudgetView view) {
            return view.forecast()
                    .filter(it -> it.p50().compareTo(view.limit()) > 0)
                    .isPresent();
        }

        private static String level(BudgetView view) {
            return isSpent(view) ? "bad" : isForeseen(view) || nearMark(view) > 0 ? "warn" : "good";
        }

        /** The highest mark reached that is worth a warning: half of a limit is only a half. */
        private static int nearMark(BudgetView view) {
            return view.markReached().filter(mark -> mark > 50).orElse(0);
        }

        private static String state(BudgetView view) {
            if (isSpent(view)) {
                return view.budget().terms().action() == BudgetAction.DOWNGRADE
                        ? "Used up: only cheaper models serve, or 402"
                        : "Used up: requests are refused with 402";
            }
            if (isForeseen(view)) {
                return "Will probably be used up before it resets";
            }
            return nearMark(view) > 0 ? "Past " + nearMark(view) + " %" : "Within the limit";
        }

        private String words(BudgetView view) {
            MoneyText money = MoneyText.scaledTo(view.limit());
            StringBuilder words = new StringBuilder(money.of(view.spent()) + " of " + money.of(view.limit()) + " used");
            if (view.limit().nanos() > 0) {
                words.append(" (")
                        .append(NumberText.percent(
                                view.spent().nanos(), view.limit().nanos()))
                        .append(')');
            }
            if (view.raised().nanos() > 0) {
                words.append(" · raised by ").append(money.of(view.raised()));
            }
            if (view.reserved().nanos() > 0) {
                words.append(" · ").append(money.of(view.reserved())).append(" held for running requests");
            }
            view.forecast()
                    .ifPresent(it -> words.append(" · forecast ")
                            .append(money.of(it.p10()))
                            .append(" to ")
                            .append(money.of(it.p90())));
            view.resetsAt()
                    .ifPresent(at -> words.append(
                                    view.budget().window().isRolling() ? " · its oldest hour leaves " : " · resets ")
                            .append(TimeText.until(at, now)));
            return words.toString();
        }

        private static int permille(Money part, Money limit) {
            return limit.nanos() == 0 ? FULL : NumberText.permille(part.nanos(), limit.nanos());
        }
    }
}
