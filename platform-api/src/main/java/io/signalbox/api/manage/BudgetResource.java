package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.budget.BoundingBudget;
import io.signalbox.billing.budget.BudgetChange;
import io.signalbox.billing.budget.BudgetDesk;
import io.signalbox.billing.budget.BudgetRaise;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.NewBudget;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.key.Caller;
import io.signalbox.key.KeyDesk;
import io.signalbox.key.KeyId;
import io.signalbox.key.VirtualKey;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Budgets, with how they stand. A change or an end needs the version that was read; {@code ?dry_run=true} shows the effect first. */
final class BudgetResource {

    private final BudgetDesk desk;
    private final KeyDesk keys;

    BudgetResource(BudgetDesk desk, KeyDesk keys) {
        this.desk = desk;
        this.keys = keys;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/budgets", Permission.READ_BUDGETS, this::list),
                ManageRoute.post("/budgets", Permission.WRITE_BUDGETS, this::create),
                ManageRoute.get("/budgets/{id}", Permission.READ_BUDGETS, this::show),
                ManageRoute.patch("/budgets/{id}", Permission.WRITE_BUDGETS, this::amend),
                ManageRoute.delete("/budgets/{id}", Permission.WRITE_BUDGETS, this::end),
                ManageRoute.post("/budgets/{id}/raise", Permission.WRITE_BUDGETS, this::raise),
                ManageRoute.get("/budgets/{id}/history", Permission.READ_BUDGETS, this::history),
                ManageRoute.get("/apps/{id}/effective-limits", Permission.READ_BUDGETS, this::ofApp),
                ManageRoute.get("/keys/{id}/effective-limits", Permission.READ_BUDGETS, this::ofKey));
    }

    private Future<Answer> list(ManageRequest request) {
        request.query().check();
        return desk.list(request.tenant()).map(found -> {
            JsonArray data = new JsonArray();
            found.forEach(view -> data.add(BudgetJson.of(view)));
            return Answer.ok(
                    new JsonObject().put("data", data).put("has_more", false).putNull("next_cursor"));
        });
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        return desk.find(request.tenant(), request.id(BudgetId::new)).map(BudgetResource::answer);
    }

    private Future<Answer> create(ManageRequest request) {
        boolean dry = isDryRun(request);
        NewBudget wanted = new BudgetFields(request.fields()).newBudget(request.tenant());
        if (dry) {
            return desk.tryCreating(request.acting(), wanted).map(view -> Answer.ok(BudgetJson.tried(view)));
        }
        return desk.create(request.acting(), wanted)
                .map(view -> Answer.created("/budgets/" + view.budget().id(), BudgetJson.of(view))
                        .tagged(view.budget().version()));
    }

    private Future<Answer> amend(ManageRequest request) {
        BudgetId id = request.id(BudgetId::new);
        boolean dry = isDryRun(request);
        long version = dry ? 0 : request.ifMatch();
        BudgetChange change = new BudgetFields(request.fields()).change();
        return dry
                ? desk.tryChanging(request.acting(), id, change).map(view -> Answer.ok(BudgetJson.tried(view)))
                : desk.change(request.acting(), id, version, change).map(BudgetResource::answer);
    }

    private Future<Answer> raise(ManageRequest request) {
        BudgetId id = request.id(BudgetId::new);
        BudgetRaise raise = new BudgetFields(request.fields()).raise();
        return desk.raise(request.acting(), id, raise).map(BudgetResource::answer);
    }

    private Future<Answer> end(ManageRequest request) {
        return desk.archive(request.acting(), request.id(BudgetId::new), request.ifMatch())
                .map(view -> Answer.nothing());
    }

    private Future<Answer> history(ManageRequest request) {
        BudgetId id = request.id(BudgetId::new);
        QueryFields query = request.query();
        Paging paging = Paging.of(query, "budget history " + id);
        query.check();
        return desk.history(request.tenant(), id, paging.byId())
                .map(found -> paging.answer(
                        found, BudgetJson::history, entry -> entry.event().id()));
    }

    private Future<Answer> ofApp(ManageRequest request) {
        request.query().check();
        AppId app = request.id(AppId::new);
        return keys.app(request.tenant(), app)
                .compose(found -> desk.list(request.tenant()))
                .map(all -> Answer.ok(BudgetJson.bounding(BoundingBudget.ofApp(all, app))));
    }

    private Future<Answer> ofKey(ManageRequest request) {
        request.query().check();
        return keys.find(request.tenant(), request.id(KeyId::new))
                .compose(key -> desk.list(request.tenant())
                        .map(all -> Answer.ok(BudgetJson.bounding(BoundingBudget.ofKey(all, caller(key))))));
    }

    private static Caller caller(VirtualKey key) {
        return new Caller(
                key.tenant(),
                key.app(),
                key.id(),
                key.mode(),
                key.name(),
                key.allowedModels(),
                MemberId.ifOne(key.createdBy()));
    }

    private static boolean isDryRun(ManageRequest request) {
        QueryFields query = request.query();
        Optional<String> dry = query.choice("dry_run", List.of("true", "false"));
        query.check();
        return dry.filter("true"::equals).isPresent();
    }

    private static Answer answer(BudgetView view) {
        return Answer.ok(BudgetJson.of(view)).tagged(view.budget().version());
    }
}
