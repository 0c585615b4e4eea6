package io.signalbox.billing.budget;

import io.signalbox.key.Caller;
import io.signalbox.tenant.AppId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A budget that bounds an app's or a key's requests: {@code always}, or only those of its task, model or tag. */
public record BoundingBudget(BudgetView view, boolean always) {

    private static final Comparator<BoundingBudget> TIGHTEST_FIRST = Comparator.comparing(
                    (BoundingBudget each) -> !each.always())
            .thenComparing(each -> each.view().remaining())
            .thenComparing(each -> each.view().budget().id());

    /** The tightest first, by what is left; those that bound only some requests last. */
    public static List<BoundingBudget> ofKey(List<BudgetView> budgets, Caller caller) {
        SpendFacts facts = new SpendFacts(caller, Optional.empty(), "", List.of(), false);
        return ordered(budgets, budget -> budget.appliesTo(facts));
    }

    /** As {@link #ofKey}; what bounds only one of the app's keys or one member's is not among them. */
    public static List<BoundingBudget> ofApp(List<BudgetView> budgets, AppId app) {
        return ordered(
                budgets,
                budget -> budget.scope() == BudgetScope.TENANT
                        || budget.scope() == BudgetScope.APP && budget.scopeId().equals(app.value()));
    }

    private static List<BoundingBudget> ordered(List<BudgetView> budgets, Predicate<Budget> bounds) {
        return budgets.stream()
                .filter(view -> !view.budget().scope().isOfCaller() || bounds.test(view.budget()))
                .map(view -> new BoundingBudget(view, view.budget().scope().isOfCaller()))
                .sorted(TIGHTEST_FIRST)
                .toList();
    }
}
