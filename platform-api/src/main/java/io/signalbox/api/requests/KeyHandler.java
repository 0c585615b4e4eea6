package io.signalbox.api.requests;

import io.signalbox.api.http.Inbound;
import io.signalbox.billing.budget.BoundingBudget;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.usage.KeySpend;
import io.signalbox.billing.usage.KeySpendStore;
import io.signalbox.db.Database;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code GET /v1/key}: what the presented key is, what it may use, and what every budget that bounds it still has. Never the secret. */
public final class KeyHandler {

    private final Database database;
    private final BudgetStore budgets;
    private final KeySpendStore spends = new KeySpendStore();

    public KeyHandler(Database database, BudgetStore budgets) {
        this.database = database;
        this.budgets = budgets;
    }

    public void show(RoutingContext context) {
        Caller caller = Inbound.of(context).caller();
        database.inTransaction(
                        caller.tenant(),
                        tx -> budgets.list(caller.tenant(), tx)
                                .compose(all -> spends.find(caller.tenant(), tx, caller.key())
                                        .map(spend -> json(caller, BoundingBudget.ofKey(all, caller), spend))))
                .onFailure(context::fail)
                .onSuccess(key -> {
                    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
                    Telemetry.unattended(context.response().end(key.toBuffer()), "send a key's limits");
                });
    }

    private static JsonObject json(Caller caller, List<BoundingBudget> bounding, KeySpend spend) {
        List<BudgetView> always = bounding.stream()
                .filter(BoundingBudget::always)
                .map(BoundingBudget::view)
                .toList();
        Optional<BudgetView> tightest = always.stream().findFirst();
        JsonArray told = new JsonArray();
        always.forEach(view -> told.add(budget(view)));
        return new JsonObject()
                .put("id", caller.key().value())
                .put("object", "key")
                .put("name", caller.keyName())
                .put("mode", caller.mode().name().toLowerCase(Locale.ROOT))
                .put("app_id", caller.app().value())
                .put(
                        "allowed_models",
                        new JsonArray(caller.allowedModels().stream().sorted().toList()))
                .put("usage_daily_usd", spend.day().usd())
                .put("usage_weekly_usd", spend.week().usd())
                .put("usage_monthly_usd", spend.month().usd())
                .put(
                        "limit_remaining_usd",
                        tightest.map(view -> view.remaining().usd()).orElse(null))
                .put("effective_budget", tightest.map(KeyHandler::budget).orElse(null))
                .put("budgets", told);
    }

    private static JsonObject budget(BudgetView view) {
        Money limit = view.limit();
        return new JsonObject()
                .put("id", view.budget().id().value())
                .put("name", view.budget().name())
                .put("scope", view.budget().scope().wireName())
                .put("window", view.budget().window().wireName())
                .put("limit_usd", limit.usd())
                .put("spent_usd", view.spent().usd())
                .put("reserved_usd", view.reserved().usd())
                .put("remaining_usd", view.remaining().usd())
                .put("resets_at", view.resetsAt().map(Instant::toString).orElse(null));
    }
}
