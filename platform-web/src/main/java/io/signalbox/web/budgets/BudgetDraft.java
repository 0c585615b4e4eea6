package io.signalbox.web.budgets;

import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetAction;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetTerms;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.budget.NewBudget;
import io.signalbox.money.Money;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody typed into the form that sets a budget, unchecked. */
record BudgetDraft(String name, String scope, String which, String limit, String window, String action, String count) {

    static final BudgetDraft EMPTY = new BudgetDraft("", "tenant", "", "", "month", "block", "window_start");

    private static final Map<String, BudgetWindow> WINDOWS = windows();

    private static final Map<BudgetScope, String> SCOPES = Map.of(
            BudgetScope.TENANT, "all requests",
            BudgetScope.APP, "an app",
            BudgetScope.KEY, "a key",
            BudgetScope.MEMBER, "a member’s keys",
            BudgetScope.TASK, "a task",
            BudgetScope.MODEL, "a model",
            BudgetScope.TAG, "a tag");

    static BudgetDraft read(Visit visit) {
        return new BudgetDraft(
                visit.field("name"),
                visit.field("scope"),
                visit.field("which"),
                visit.field("limit"),
                visit.field("window"),
                visit.field("action"),
                visit.field("count"));
    }

    private static Map<String, BudgetWindow> windows() {
        Map<String, BudgetWindow> windows = new LinkedHashMap<>();
        windows.put("day", BudgetWindow.DAY);
        windows.put("week", BudgetWindow.WEEK);
        windows.put("month", BudgetWindow.MONTH);
        windows.put("24h", BudgetWindow.rolling(24));
        windows.put("7d", BudgetWindow.rolling(7 * 24));
        windows.put("30d", BudgetWindow.rolling(30 * 24));
        windows.put("total", BudgetWindow.TOTAL);
        return windows;
    }

    /** Why it cannot be taken, as a sentence; empty when it can. */
    Optional<String> refusal() {
        if (name.isEmpty()
                || name.length() > Budget.NAME_LENGTH_MAX
                || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("Give the budget a name of 1 to 100 characters.");
        }
        if (usd(limit).isEmpty()) {
            return Optional.of("The limit is an amount of USD such as 250 or 12.50, below a billion.");
        }
        if (scopeOf() != BudgetScope.TENANT && (which.isEmpty() || which.length() > Budget.SCOPE_ID_LENGTH_MAX)) {
            return Optional.of("Say which " + scopeOf().wireName() + " it bounds.");
        }
        return Optional.empty();
    }

    BudgetScope scopeOf() {
        return List.of(BudgetScope.values()).stream()
                .filter(each -> each.wireName().equals(scope))
                .findFirst()
                .orElse(BudgetScope.TENANT);
    }

    /** What is asked for; only of a draft without {@link #refusal}. */
    NewBudget wanted(String scopeId) {
        return new NewBudget(
                name,
                scopeOf(),
                scopeId,
                WINDOWS.getOrDefault(window, BudgetWindow.MONTH),
                usd(limit).orElseThrow(),
                new BudgetTerms(actionOf(action), BudgetTerms.STANDARD.marks()),
                count.equals("window_start"));
    }

    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("scope", scope);
        fields.put("which", which);
        fields.put("limit", limit);
        fields.put("window", window);
        fields.put("action", action);
        fields.put("count", count);
        return fields;
    }

    List<Choice> scopes() {
        return List.of(BudgetScope.values()).stream()
                .map(each -> new Choice(each.wireName(), SCOPES.getOrDefault(each, each.wireName()), scopeOf() == each))
                .toList();
    }

    List<Choice> windowChoices() {
        return WINDOWS.entrySet().stream()
                .map(each -> new Choice(
                        each.getKey(), each.getValue().phrase(), each.getKey().equals(window)))
                .toList();
    }

    List<Choice> counts() {
        boolean now = count.equals("now");
        return List.of(
                new Choice("window_start", "from the window’s start", !now), new Choice("now", "from now on", now));
    }

    static List<Choice> actions(BudgetAction chosen) {
        return List.of(
                new Choice("block", "refuse with 402", chosen == BudgetAction.BLOCK),
                new Choice("downgrade", "take cheaper models", chosen == BudgetAction.DOWNGRADE));
    }

    static BudgetAction actionOf(String name) {
        return BudgetAction.DOWNGRADE.wireName().equals(name) ? BudgetAction.DOWNGRADE : BudgetAction.BLOCK;
    }

    /** Plain decimal USD, not negative, below a billion. */
    static Optional<Money> usd(String text) {
        return text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") ? Optional.of(Money.ofUsd(text)) : Optional.empty();
    }
}
