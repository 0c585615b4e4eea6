package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.util.List;
import java.util.Optional;

/** What somebody wants to be different about a budget; what is empty stays. */
public record BudgetChange(
        Optional<String> name, Optional<Money> limit, Optional<BudgetAction> action, Optional<List<Integer>> marks) {

    Budget of(Budget before) {
        return before.changed(
                name.orElse(before.name()),
                limit.orElse(before.limit()),
                new BudgetTerms(
                        action.orElse(before.terms().action()),
                        marks.orElse(before.terms().marks())));
    }
}
