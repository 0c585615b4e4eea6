package io.signalbox.launch;

import io.signalbox.audit.Actor;
import io.signalbox.audit.AuditEvent;
import io.signalbox.audit.AuditStore;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.Optional;

/** What the first start made, in the audit trail of whom it was made for. */
final class BootstrapTrail {

    private static final String PART = "bootstrap";

    private final IdSource ids;
    private final InstantSource clock;
    private final AuditStore audit = new AuditStore();

    BootstrapTrail(IdSource ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** Notes that {@code kind} {@code id} was created, under a request id of its own. */
    Future<Void> created(SqlClient tx, TenantId tenant, String kind, String id, String name) {
        return audit.append(
                tenant,
                tx,
                new AuditEvent(
                        ids.next("aud"),
                        clock.instant(),
                        Actor.ofSystem(PART),
                        kind + ".created",
                        kind,
                        id,
                        Optional.empty(),
                        Optional.of(new JsonObject().put("name", name)),
                        ids.next("req")));
    }
}
