package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyId;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.money.Money;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Budgets, with how they stand. A change or an end needs the version that was read. */
final class BudgetResource {

    private static final int NAME_LENGTH_MAX = 100;
    private static final int ID_LENGTH_MAX = Budget.SCOPE_ID_LENGTH_MAX;

    private final Database database;
    private final Deeds deeds;
    private final IdSource ids;
    private final BudgetStore budgets = new BudgetStore();
    private final AppStore apps = new AppStore();
    private final MemberStore members = new MemberStore();
    private final VirtualKeyStore keys = new VirtualKeyStore();

    BudgetResource(Database database, Deeds deeds, IdSource ids) {
        this.database = database;
        this.deeds = deeds;
        this.ids = ids;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/budgets", Permission.READ_BUDGETS, this::list),
                ManageRoute.post("/budgets", Permission.WRITE_BUDGETS, this::create),
                ManageRoute.get("/budgets/{id}", Permission.READ_BUDGETS, this::show),
                ManageRoute.patch("/budgets/{id}", Permission.WRITE_BUDGETS, this::amend),
                ManageRoute.delete("/budgets/{id}", Permission.WRITE_BUDGETS, this::end));
    }

    private Future<Answer> list(ManageRequest request) {
        request.query().check();
        return database.inTransaction(request.tenant(), tx -> budgets.list(request.tenant(), tx))
                .map(found -> {
                    JsonArray data = new JsonArray();
                    found.forEach(view -> data.add(json(view)));
                    return Answer.ok(new JsonObject()
                            .put("data", data)
                            .put("has_more", false)
                            .putNull("next_cursor"));
                });
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        BudgetId id = request.id(BudgetId::new);
        return database.inTransaction(request.tenant(), tx -> existing(request.tenant(), tx, id))
                .map(BudgetResource::answer);
    }

    private Future<Answer> create(ManageRequest request) {
        BodyFields fields = request.fields();
        String name = fields.text("name", NAME_LENGTH_MAX);
        BudgetScope scope = fields.choice("scope", List.of(BudgetScope.values()), BudgetScope::wireName);
        Optional<String> scopeId = fields.optionalText("scope_id", ID_LENGTH_MAX);
        BudgetWindow.Kind kind =
                fields.choice("window", List.of(BudgetWindow.Kind.values()), BudgetWindow.Kind::wireName);
        boolean rolls = kind == BudgetWindow.Kind.ROLLING;
        if (rolls != fields.has("window_hours")) {
            fields.complain("window_hours", "required", "is required of a rolling window and of no other");
        }
        int hours = (int) fields.number("window_hours", 1, BudgetWindow.HOURS_MAX, rolls ? 1 : 0);
        Money limit = fields.usd("limit_usd");
        if (scope != BudgetScope.TENANT && scopeId.isEmpty()) {
            fields.complain("scope_id", "required", "is required unless the scope is tenant");
        }
        fields.check();
        Acting acting = request.acting();
        Instant now = deeds.now();
        Budget budget = new Budget(
                new BudgetId(ids.next("bud")),
                acting.tenant(),
                name,
                scope,
                scopeId.orElse(acting.tenant().value()),
                new BudgetWindow(kind, hours),
                limit,
                1,
                acting.actor().id(),
                now,
                now);
        return deeds.openly(
                        acting,
                        Topic.BUDGETS,
                        budget.id().value(),
                        tx -> checkScope(tx, budget)
                                .compose(checked -> budgets.insert(acting.tenant(), tx, budget))
                                .compose(inserted -> existing(acting.tenant(), tx, budget.id()))
                                .map(view -> Deed.created(view, target(budget), audited(budget))))
                .map(view ->
                        Answer.created("/budgets/" + budget.id(), json(view)).tagged(1));
    }

    private Future<Answer> amend(ManageRequest request) {
        BudgetId id = request.id(BudgetId::new);
        long version = request.ifMatch();
        BodyFields fields = request.fields();
        Optional<String> name =
                fields.has("name") ? Optional.of(fields.text("name", NAME_LENGTH_MAX)) : Optional.empty();
        Optional<Money> limit = fields.has("limit_usd") ? Optional.of(fields.usd("limit_usd")) : Optional.empty();
        fields.check();
        Acting acting = request.acting();
        return deeds.openly(
                        acting,
                        Topic.BUDGETS,
                        id.value(),
                        tx -> current(acting.tenant(), tx, id, version).compose(view -> {
                            Budget before = view.budget();
                            Budget after = before.changed(
                                    name.orElse(before.name()), limit.orElse(before.limit()), before.terms());
                            return budgets.update(acting.tenant(), tx, after, deeds.now())
                                    .compose(done -> done ? existing(acting.tenant(), tx, id) : stale())
                                    .map(now -> Deed.changed(
                                            now, target(before), "changed", audited(before), audited(after)));
                        }))
                .map(BudgetResource::answer);
    }

    private Future<Answer> end(ManageRequest request) {
        BudgetId id = request.id(BudgetId::new);
        long version = request.ifMatch();
        Acting acting = request.acting();
        return deeds.openly(
                        acting,
                        Topic.BUDGETS,
                        id.value(),
                        tx -> current(acting.tenant(), tx, id, version)
                                .compose(view -> budgets.archive(acting.tenant(), tx, id, version, deeds.now())
                                        .compose(done -> done ? Future.succeededFuture() : stale())
                                        .map(Deed.deleted(view, target(view.budget()), audited(view.budget())))))
                .map(view -> Answer.nothing());
    }

    /** What a budget names must be the tenant's own: another tenant's id and one that never was are told alike. */
    private Future<Void> checkScope(SqlClient tx, Budget budget) {
        TenantId tenant = budget.tenant();
        String id = budget.scopeId();
        Future<Boolean> known = switch (budget.scope()) {
            case TENANT -> Future.succeededFuture(id.equals(tenant.value()));
            case APP ->
                ManageRequest.readId(id, AppId::new)
                        .map(app -> apps.find(tenant, tx, app).map(Optional::isPresent))
                        .orElse(Future.succeededFuture(false));
            case KEY ->
                ManageRequest.readId(id, KeyId::new)
                        .map(key -> keys.find(tenant, tx, key).map(Optional::isPresent))
                        .orElse(Future.succeededFuture(false));
            case MEMBER ->
                ManageRequest.readId(id, MemberId::new)
                        .map(member -> members.find(tenant, tx, member).map(Optional::isPresent))
                        .orElse(Future.succeededFuture(false));
            case TASK, MODEL, TAG -> Future.succeededFuture(true);
        };
        return known.compose(it -> it ? Future.succeededFuture() : Future.failedFuture(unknownScope()));
    }

    private static Fault unknownScope() {
        return Fault.with(FaultCode.INVALID_REQUEST, "'scope_id' names nothing of that scope.")
                .param("scope_id")
                .metadata(
                        "errors",
                        List.of(Map.of(
                                "pointer", "/scope_id", "code", "unknown", "message", "names nothing of that scope")))
                .build();
    }

    private Future<BudgetView> existing(TenantId tenant, SqlClient tx, BudgetId id) {
        return budgets.find(tenant, tx, id).map(found -> found.orElseThrow(ManageRequest::notFound));
    }

    private Future<BudgetView> current(TenantId tenant, SqlClient tx, BudgetId id, long version) {
        return existing(tenant, tx, id)
                .compose(view -> view.budget().version() == version ? Future.succeededFuture(view) : stale());
    }

    private static <T> Future<T> stale() {
        return Future.failedFuture(
                Fault.of(FaultCode.VERSION_CONFLICT, "The budget has changed since you read it. Read it again."));
    }

    private static Deed.Target target(Budget budget) {
        return new Deed.Target("budget", budget.id().value());
    }

    private static JsonObject audited(Budget budget) {
        return new JsonObject()
                .put("name", budget.name())
                .put("scope", budget.scope().wireName())
                .put("scope_id", budget.scopeId())
                .put("window", budget.window().wireName())
                .put("limit_usd", budget.limit().usd());
    }

    private static Answer answer(BudgetView view) {
        return Answer.ok(json(view)).tagged(view.budget().version());
    }

    private static JsonObject json(BudgetView view) {
        Budget budget = view.budget();
        return new JsonObject()
                .put("id", budget.id().value())
                .mergeIn(audited(budget))
                .put("spent_usd", view.spent().usd())
                .put("reserved_usd", view.reserved().usd())
                .put("remaining_usd", view.remaining().usd())
                .put("resets_at", view.resetsAt().map(Instant::toString).orElse(null))
                .put("version", budget.version())
                .put("created_by", budget.createdBy())
                .put("created_at", budget.createdAt().toString())
                .put("updated_at", budget.updatedAt().toString());
    }
}
