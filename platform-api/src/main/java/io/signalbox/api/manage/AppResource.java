package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Apps. Archiving one refuses all its keys until it is taken back. */
final class AppResource {

    private final Database database;
    private final Deeds deeds;
    private final IdSource ids;
    private final AppStore apps = new AppStore();

    AppResource(Database database, Deeds deeds, IdSource ids) {
        this.database = database;
        this.deeds = deeds;
        this.ids = ids;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/apps", Permission.READ_APPS, this::list),
                ManageRoute.post("/apps", Permission.WRITE_APPS, this::create),
                ManageRoute.get("/apps/{id}", Permission.READ_APPS, this::show),
                ManageRoute.patch("/apps/{id}", Permission.WRITE_APPS, this::amend));
    }

    private Future<Answer> list(ManageRequest request) {
        QueryFields query = request.query();
        Paging paging = Paging.of(query, "apps");
        query.check();
        return database.inTransaction(request.tenant(), tx -> apps.list(request.tenant(), tx, paging.byId()))
                .map(found ->
                        paging.answer(found, AppResource::json, app -> app.id().value()));
    }

    private Future<Answer> create(ManageRequest request) {
        BodyFields fields = request.fields();
        String name = fields.text("name", App.NAME_LENGTH_MAX);
        fields.check();
        App app = new App(new AppId(ids.next("app")), request.tenant(), name, deeds.now(), Optional.empty());
        return deeds.quietly(
                        request.acting(),
                        tx -> apps.insert(request.tenant(), tx, app).map(Deed.created(app, target(app), json(app))))
                .map(made -> Answer.created("/apps/" + made.id(), json(made)));
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        AppId id = request.id(AppId::new);
        return database.inTransaction(request.tenant(), tx -> apps.find(request.tenant(), tx, id))
                .map(found -> Answer.ok(json(found.orElseThrow(ManageRequest::notFound))));
    }

    private Future<Answer> amend(ManageRequest request) {
        AppId id = request.id(AppId::new);
        TenantId tenant = request.tenant();
        BodyFields fields = request.fields();
        Optional<String> name =
                fields.has("name") ? Optional.of(fields.text("name", App.NAME_LENGTH_MAX)) : Optional.empty();
        Optional<Boolean> archived =
                fields.has("archived") ? Optional.of(fields.flag("archived", false)) : Optional.empty();
        fields.check();
        return deeds.openly(
                        request.acting(),
                        Topic.KEYS,
                        id.value(),
                        tx -> apps.findForUpdate(tenant, tx, id)
                                .map(found -> found.orElseThrow(ManageRequest::notFound))
                                .compose(app -> {
                                    App next = amended(app, name, archived);
                                    return next.equals(app)
                                            ? Future.succeededFuture(Deed.unchanged(app))
                                            : apps.update(tenant, tx, next)
                                                    .map(Deed.changed(
                                                            next, target(app), "changed", json(app), json(next)));
                                }))
                .map(app -> Answer.ok(json(app)));
    }

    private App amended(App app, Optional<String> name, Optional<Boolean> archived) {
        Optional<Instant> archivedAt = archived.isEmpty()
                ? app.archivedAt()
                : archived.get() ? app.archivedAt().or(() -> Optional.of(deeds.now())) : Optional.empty();
        return new App(app.id(), app.tenant(), name.orElse(app.name()), app.createdAt(), archivedAt);
    }

    private static Deed.Target target(App app) {
        return new Deed.Target("app", app.id().value());
    }

    private static JsonObject json(App app) {
        return new JsonObject()
                .put("id", app.id().value())
                .put("name", app.name())
                .put("created_at", app.createdAt().toString())
                .put("archived_at", app.archivedAt().map(Instant::toString).orElse(null));
    }
}
