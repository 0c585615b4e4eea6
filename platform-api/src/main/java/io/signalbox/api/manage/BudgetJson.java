package io.signalbox.api.manage;

import io.signalbox.audit.AuditEntry;
import io.signalbox.audit.AuditEvent;
import io.signalbox.billing.budget.BoundingBudget;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.Forecast;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Budgets as programs read them. */
final class BudgetJson {

    private BudgetJson() {}

    static JsonObject of(BudgetView view) {
        Budget budget = view.budget();
        return new JsonObject()
                .put("id", budget.id().value())
                .put("name", budget.name())
                .put("scope", budget.scope().wireName())
                .put("scope_id", budget.scopeId())
                .put("window", budget.window().wireName())
                .put(
                        "window_hours",
                        budget.window().isRolling() ? budget.window().hours() : null)
                .put("limit_usd", budget.limit().usd())
                .put("raised_usd", view.raised().usd())
                .put("raised_until", view.raisedUntil().map(Instant::toString).orElse(null))
                .put("effective_limit_usd", view.limit().usd())
                .put("action", budget.terms().action().wireName())
                .put("enforcement", "strict")
                .put("max_overspend_usd", "0")
                .put("marks", new JsonArray(budget.terms().marks()))
                .put("mark_reached", view.markReached().orElse(null))
                .put("period", view.period())
                .put("starts_at", view.startsAt().map(Instant::toString).orElse(null))
                .put("resets_at", view.resetsAt().map(Instant::toString).orElse(null))
                .put("spent_usd", view.spent().usd())
                .put("reserved_usd", view.reserved().usd())
                .put("remaining_usd", view.remaining().usd())
                .put("forecast", forecast(view))
                .put("version", budget.version())
                .put("created_by", budget.createdBy())
                .put("created_at", budget.createdAt().toString())
                .put("updated_at", budget.updatedAt().toString());
    }

    /** What a trial found: the budget as it would stand. */
    static JsonObject tried(BudgetView view) {
        boolean blocks = view.spent().compareTo(view.limit()) >= 0;
        return of(view).put("dry_run", true).put("refuses_at_once", blocks);
    }

    static JsonObject bounding(List<BoundingBudget> budgets) {
        JsonArray data = new JsonArray();
        budgets.forEach(each -> data.add(of(each.view()).put("applies", applies(each))));
        return new JsonObject()
                .put(
                        "tightest",
                        budgets.stream()
                                .filter(BoundingBudget::always)
                                .map(each -> each.view().budget().id().value())
                                .findFirst()
                                .orElse(null))
                .put("data", data)
                .put("has_more", false)
                .putNull("next_cursor");
    }

    static JsonObject history(AuditEntry entry) {
        AuditEvent event = entry.event();
        return new JsonObject()
                .put("id", event.id())
                .put("at", event.at().toString())
                .put(
                        "actor",
                        new JsonObject()
                                .put("kind", event.actor().kind().wireName())
                                .put("id", event.actor().id()))
                .put("action", event.action())
                .put("before", event.before().orElse(null))
                .put("after", event.after().orElse(null));
    }

    private static String applies(BoundingBudget bounding) {
        Budget budget = bounding.view().budget();
        return bounding.always() ? "always" : budget.scope().wireName() + " " + budget.scopeId();
    }

    private static @Nullable JsonObject forecast(BudgetView view) {
        return view.forecast().map(BudgetJson::json).orElse(null);
    }

    private static JsonObject json(Forecast forecast) {
        return new JsonObject()
                .put("p10_usd", forecast.p10().usd())
                .put("p50_usd", forecast.p50().usd())
                .put("p90_usd", forecast.p90().usd());
    }
}
