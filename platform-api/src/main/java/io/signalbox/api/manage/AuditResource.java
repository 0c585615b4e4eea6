package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.audit.AuditEntry;
import io.signalbox.audit.AuditEvent;
import io.signalbox.audit.AuditStore;
import io.signalbox.db.Database;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The audit trail, to be read only. */
final class AuditResource {

    private final Database database;
    private final AuditStore audit = new AuditStore();

    AuditResource(Database database) {
        this.database = database;
    }

    List<ManageRoute> routes() {
        return List.of(ManageRoute.get("/audit-events", Permission.READ_AUDIT, this::list));
    }

    private Future<Answer> list(ManageRequest request) {
        QueryFields query = request.query();
        Paging paging = Paging.of(query, "audit-events");
        query.check();
        return database.inTransaction(request.tenant(), tx -> audit.list(request.tenant(), tx, paging.byId()))
                .map(found -> paging.answer(
                        found, AuditResource::json, entry -> entry.event().id()));
    }

    private static JsonObject json(AuditEntry entry) {
        AuditEvent event = entry.event();
        return new JsonObject()
                .put("id", event.id())
                .put("seq", entry.seq())
                .put("at", event.at().toString())
                .put(
                        "actor",
                        new JsonObject()
                                .put("kind", event.actor().kind().wireName())
                                .put("id", event.actor().id()))
                .put("action", event.action())
                .put("target", new JsonObject().put("kind", event.targetKind()).put("id", event.targetId()))
                .put("before", event.before().orElse(null))
                .put("after", event.after().orElse(null))
                .put("request_id", event.requestId())
                .put("hash", entry.hash());
    }
}
