package io.signalbox.api.manage;

import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetAction;
import io.signalbox.billing.budget.BudgetChange;
import io.signalbox.billing.budget.BudgetRaise;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetTerms;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.budget.NewBudget;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what people and programs want of budgets out of bodies; everything that is wrong is told at once. */
final class BudgetFields {

    private final BodyFields fields;

    BudgetFields(BodyFields fields) {
        this.fields = fields;
    }

    NewBudget newBudget(TenantId tenant) {
        String name = fields.text("name", Budget.NAME_LENGTH_MAX);
        BudgetScope scope = fields.choice("scope", List.of(BudgetScope.values()), BudgetScope::wireName);
        Optional<String> scopeId = fields.optionalText("scope_id", Budget.SCOPE_ID_LENGTH_MAX);
        BudgetWindow window = window();
        Money limit = fields.usd("limit_usd");
        BudgetTerms terms =
                new BudgetTerms(action().orElse(BudgetAction.BLOCK), marks().orElse(BudgetTerms.STANDARD.marks()));
        boolean fromStart = fields.optionalChoice("count_from", List.of("now", "window_start"), choice -> choice)
                .filter("window_start"::equals)
                .isPresent();
        enforcement();
        if (scope != BudgetScope.TENANT && scopeId.isEmpty()) {
            fields.complain("scope_id", "required", "is required unless the scope is tenant");
        }
        fields.check();
        return new NewBudget(name, scope, scopeId.orElse(tenant.value()), window, limit, terms, fromStart);
    }

    BudgetChange change() {
        Optional<String> name =
                fields.has("name") ? Optional.of(fields.text("name", Budget.NAME_LENGTH_MAX)) : Optional.empty();
        Optional<Money> limit = fields.has("limit_usd") ? Optional.of(fields.usd("limit_usd")) : Optional.empty();
        BudgetChange change = new BudgetChange(name, limit, action(), marks());
        enforcement();
        fields.check();
        return change;
    }

    BudgetRaise raise() {
        Money amount = fields.usd("amount_usd");
        Optional<Instant> until = fields.optionalTime("until");
        String reason = fields.text("reason", BudgetRaise.REASON_LENGTH_MAX);
        if (amount.compareTo(Money.ZERO) <= 0) {
            fields.complain("amount_usd", "range", "must be more than 0");
        }
        if (until.isEmpty()) {
            fields.complain("until", "required", "is required");
        }
        fields.check();
        return new BudgetRaise(amount, until.orElseThrow(), reason);
    }

    private BudgetWindow window() {
        BudgetWindow.Kind kind =
                fields.choice("window", List.of(BudgetWindow.Kind.values()), BudgetWindow.Kind::wireName);
        boolean rolls = kind == BudgetWindow.Kind.ROLLING;
        if (rolls != fields.has("window_hours")) {
            fields.complain("window_hours", "required", "is required of a rolling window and of no other");
        }
        long hours = fields.number("window_hours", 1, BudgetWindow.HOURS_MAX, rolls ? 1 : 0);
        return rolls ? BudgetWindow.rolling((int) hours) : new BudgetWindow(kind, 0);
    }

    private Optional<BudgetAction> action() {
        Optional<String> action =
                fields.optionalChoice("action", List.of("block", "downgrade", "queue"), choice -> choice);
        if (action.filter("queue"::equals).isPresent()) {
            fields.complain(
                    "action", "unsupported", "cannot be queue: there are no batches here that requests could wait in");
            return Optional.empty();
        }
        return action.map(BudgetAction::ofWireName);
    }

    private void enforcement() {
        if (fields.optionalChoice("enforcement", List.of("strict", "bounded"), choice -> choice)
                .filter("bounded"::equals)
                .isPresent()) {
            fields.complain("enforcement", "unsupported", "cannot be bounded: every budget here is kept strictly");
        }
    }

    private Optional<List<Integer>> marks() {
        if (!fields.has("marks")) {
            return Optional.empty();
        }
        return Optional.of(fields.numbers("marks", BudgetTerms.MARKS_MAX, 1, BudgetTerms.MARK_MAX));
    }
}
