package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.content.ResponseStore;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.tenant.ContentRetention;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tenant's own settings. Whoever stops storing content has what is stored deleted with it. */
final class TenantResource {

    private static final int ZONE_LENGTH_MAX = 64;
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(name -> name.contains("/") && !name.startsWith("SystemV/") || name.equals("UTC"))
            .collect(Collectors.toUnmodifiableSet());

    private final Database database;
    private final Deeds deeds;
    private final ResponseStore responses;
    private final TenantStore tenants = new TenantStore();

    TenantResource(Database database, Deeds deeds, ResponseStore responses) {
        this.database = database;
        this.deeds = deeds;
        this.responses = responses;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/tenant", Permission.READ_TENANT, this::show),
                ManageRoute.patch("/tenant", Permission.WRITE_TENANT, this::amend));
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        return database.inTransaction(request.tenant(), tx -> tenants.find(request.tenant(), tx))
                .map(found -> Answer.ok(json(found.orElseThrow(ManageRequest::notFound))));
    }

    private Future<Answer> amend(ManageRequest request) {
        TenantId tenant = request.tenant();
        BodyFields fields = request.fields();
        boolean given = fields.has("content_retention_days");
        long days = fields.number("content_retention_days", 1, ContentRetention.DAYS_MAX, 0);
        Optional<ZoneId> zone = zone(fields);
        fields.check();
        Optional<ContentRetention> retention =
                days == 0 ? Optional.empty() : Optional.of(new ContentRetention((int) days));
        return deeds.openly(
                        request.acting(),
                        Topic.TENANTS,
                        tenant.value(),
                        tx -> tenants.findForUpdate(tenant, tx)
                                .map(found -> found.orElseThrow(ManageRequest::notFound))
                                .compose(row -> amended(
                                        tx,
                                        row,
                                        (given ? row.retaining(retention) : row)
                                                .reportingIn(zone.orElse(row.reportingZone())))))
                .map(row -> Answer.ok(json(row)));
    }

    /** PostgreSQL reads the calendar by these names, so the short forms that only Java knows are none. */
    private static Optional<ZoneId> zone(BodyFields fields) {
        Optional<String> name = fields.optionalText("reporting_zone", ZONE_LENGTH_MAX);
        if (name.isPresent() && !ZONES.contains(name.get())) {
            fields.complain("reporting_zone", "unknown_value", "must be an IANA time zone such as Europe/Berlin");
            return Optional.empty();
        }
        return name.map(ZoneId::of);
    }

    private Future<Deed<Tenant>> amended(SqlClient tx, Tenant row, Tenant next) {
        if (next.equals(row)) {
            return Future.succeededFuture(Deed.unchanged(row));
        }
        Deed.Target target = new Deed.Target("tenant", row.id().value());
        return tenants.updateRetention(row.id(), tx, next.contentRetention())
                .compose(updated -> tenants.updateZone(row.id(), tx, next.reportingZone()))
                .compose(updated -> responses.retain(row.id(), tx, next.contentRetention()))
                .map(Deed.changed(next, target, "changed", json(row), json(next)));
    }

    private static JsonObject json(Tenant tenant) {
        return new JsonObject()
                .put("id", tenant.id().value())
                .put("name", tenant.name())
                .put("reporting_zone", tenant.reportingZone().getId())
                .put(
                        "content_retention_days",
                        tenant.contentRetention().map(ContentRetention::days).orElse(null))
                .put("created_at", tenant.createdAt().toString());
    }
}
