package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Access;
import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.db.Database;
import io.signalbox.key.AdminCaller;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a token may know of itself: whose it is and what it may do. */
final class MeResource {

    private final Database database;
    private final TenantStore tenants = new TenantStore();

    MeResource(Database database) {
        this.database = database;
    }

    List<ManageRoute> routes() {
        return List.of(new ManageRoute(HttpMethod.GET, "/me", Access.anyToken(), this::show));
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        AdminCaller caller = request.caller();
        return database.inTransaction(caller.tenant(), tx -> tenants.find(caller.tenant(), tx))
                .map(found -> found.orElseThrow(ManageRequest::notFound))
                .map(tenant ->
                        Answer.ok(new JsonObject().put("token", token(caller)).put("tenant", tenant(tenant))));
    }

    private static JsonObject token(AdminCaller caller) {
        return new JsonObject()
                .put("id", caller.token().value())
                .put("name", caller.name())
                .put("scopes", new JsonArray(caller.grants().wireNames()));
    }

    private static JsonObject tenant(Tenant tenant) {
        return new JsonObject()
                .put("id", tenant.id().value())
                .put("name", tenant.name())
                .put("reporting_zone", tenant.reportingZone().getId())
                .put("created_at", tenant.createdAt().toString());
    }
}
