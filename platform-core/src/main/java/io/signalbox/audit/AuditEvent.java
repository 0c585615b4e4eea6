package io.signalbox.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One deed, {@code aud_…}: {@code action} reads {@code key.created}. {@code before} and {@code after} show what changed and never a secret.
 * Times are kept to the millisecond.
 */
public record AuditEvent(
        String id,
        Instant at,
        Actor actor,
        String action,
        String targetKind,
        String targetId,
        Optional<JsonObject> before,
        Optional<JsonObject> after,
        String requestId) {

    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
