package io.signalbox.route;

import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Versioned routing policies; one version of a scope is published. This store knows the tenant's own scope only. */
public final class RoutingPolicyStore {

    private static final String TENANT_SCOPE = "tenant";

    private static final String PUBLISHED =
            "SELECT version, document FROM routing_policy WHERE tenant_id = $1 AND scope = $2 AND published";
    private static final String RETIRE =
            "UPDATE routing_policy SET published = false WHERE tenant_id = $1 AND scope = $2 AND published";
    /** The primary key refuses the loser of two writers that computed the same version. */
    private static final String PUBLISH = """
            INSERT INTO routing_policy (tenant_id, scope, version, document, published, created_by, created_at)
            SELECT $1, $2, coalesce(max(version), 0) + 1, $3, true, $4, $5 FROM routing_policy WHERE tenant_id = $1 AND scope = $2
            RETURNING version, document
            """;

    /** The published policy; its version reads {@code tenant@3}. */
    public Future<Optional<RoutingPolicy>> find(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(PUBLISHED)
                .execute(Tuple.of(tenant.value(), TENANT_SCOPE))
                .map(rows -> rows.size() == 0
                        ? Optional.<RoutingPolicy>empty()
                        : Optional.of(read(rows.iterator().next())));
    }

    /** Publishes the next version and returns it. {@code by} is the member's or token's id. */
    public Future<RoutingPolicy> publish(TenantId tenant, SqlClient tx, RoutingPolicy policy, String by, Instant at) {
        JsonObject document = new JsonObject()
                .put("primary", policy.primary())
                .put("candidates", new JsonArray(policy.candidates()))
                .put("fallbacks", new JsonArray(policy.fallbacks()));
        return tx.preparedQuery(RETIRE)
                .execute(Tuple.of(tenant.value(), TENANT_SCOPE))
                .compose(retired -> tx.preparedQuery(PUBLISH)
                        .execute(Tuple.of(tenant.value(), TENANT_SCOPE, document, by, at.atOffset(ZoneOffset.UTC))))
                .map(rows -> read(rows.iterator().next()));
    }

    private static RoutingPolicy read(Row row) {
        JsonObject document = row.getJsonObject("document");
        return new RoutingPolicy(
                TENANT_SCOPE + "@" + row.getInteger("version"),
                document.getString("primary"),
                names(document, "candidates"),
                names(document, "fallbacks"));
    }

    private static List<String> names(JsonObject document, String field) {
        return document.getJsonArray(field, new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }
}
