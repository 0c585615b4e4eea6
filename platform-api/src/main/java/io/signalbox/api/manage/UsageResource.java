package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.usage.UsageCsv;
import io.signalbox.billing.usage.UsageQuery;
import io.signalbox.billing.usage.UsageReport;
import io.signalbox.billing.usage.UsageReportStore;
import io.signalbox.billing.usage.UsageSums;
import io.signalbox.db.Database;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** What usage came to, what it cost by token class, and what was saved: three views of one report, as JSON and as CSV. */
final class UsageResource {

    private final Database database;
    private final InstantSource clock;
    private final UsageReportStore reports = new UsageReportStore();
    private final TenantStore tenants = new TenantStore();

    UsageResource(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/usage", Permission.READ_USAGE, request -> show(request, UsageView::usage)),
                ManageRoute.get("/costs", Permission.READ_USAGE, request -> show(request, UsageView::costs)),
                ManageRoute.get("/savings", Permission.READ_USAGE, request -> show(request, UsageView::savings)),
                ManageRoute.get("/usage.csv", Permission.READ_USAGE, this::csv),
                ManageRoute.get("/costs.csv", Permission.READ_USAGE, this::csv),
                ManageRoute.get("/savings.csv", Permission.READ_USAGE, this::csv));
    }

    private Future<Answer> show(ManageRequest request, Function<UsageSums, JsonObject> view) {
        Instant now = clock.instant();
        boolean csv = request.prefers("text/csv");
        return report(request, now).map(report -> csv ? csv(report) : Answer.ok(UsageView.json(report, view, now)));
    }

    private Future<Answer> csv(ManageRequest request) {
        return report(request, clock.instant()).map(UsageResource::csv);
    }

    private static Answer csv(UsageReport report) {
        return Answer.text("text/csv; charset=utf-8", UsageCsv.of(report))
                .with("content-disposition", "attachment; filename=\"usage.csv\"");
    }

    private Future<UsageReport> report(ManageRequest request, Instant now) {
        TenantId tenant = request.tenant();
        QueryFields query = request.query();
        UsageParams params = UsageParams.read(query);
        return database.inTransaction(
                tenant,
                tx -> tenants.find(tenant, tx)
                        .map(found -> found.map(Tenant::reportingZone).orElseThrow(ManageRequest::notFound))
                        .map(zone -> {
                            UsageQuery asked = params.resolve(query, zone, now);
                            query.check();
                            return asked;
                        })
                        .compose(asked -> reports.report(tenant, tx, asked)));
    }
}
