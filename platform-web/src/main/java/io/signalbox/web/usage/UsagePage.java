package io.signalbox.web.usage;

import io.signalbox.billing.usage.UsageCsv;
import io.signalbox.billing.usage.UsageReport;
import io.signalbox.billing.usage.UsageReportStore;
import io.signalbox.db.Database;
import io.signalbox.id.PageRequest;
import io.signalbox.key.VirtualKey;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Usage and cost by one dimension over time, in one transaction of at most four statements, and the same as CSV. */
public final class UsagePage {

    private static final int NAMES_MAX = 200;

    private final Database database;
    private final InstantSource clock;
    private final UsageReportStore reports = new UsageReportStore();
    private final AppStore apps = new AppStore();
    private final VirtualKeyStore keys = new VirtualKeyStore();

    public UsagePage(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What the page tells of; {@code before} is empty when nothing is compared. */
    record Facts(UsageReport report, Optional<UsageReport> before, List<App> apps, List<VirtualKey> keys) {}

    public Future<Answer> show(Visit visit) {
        Instant now = clock.instant();
        UsageSearch search = UsageSearch.read(visit, now);
        TenantId tenant = visit.viewer().tenant();
        return database.inTransaction(tenant, tx -> facts(tenant, tx, search))
                .map(facts ->
                        Answer.page("Usage", Section.USAGE, "usage/page", new UsageTelling(search, facts, now).view()));
    }

    public Future<Answer> csv(Visit visit) {
        UsageSearch search = UsageSearch.read(visit, clock.instant());
        TenantId tenant = visit.viewer().tenant();
        String name =
                "usage-" + search.stretch().first() + "-" + search.stretch().last() + ".csv";
        return database.inTransaction(tenant, tx -> reports.report(tenant, tx, search.query()))
                .map(report -> Answer.csv(name, UsageCsv.of(report)));
    }

    private Future<Facts> facts(TenantId tenant, SqlClient tx, UsageSearch search) {
        PageRequest page = PageRequest.first(NAMES_MAX);
        Future<UsageReport> report = reports.report(tenant, tx, search.query());
        Future<Optional<UsageReport>> before = search.compare()
                ? reports.report(tenant, tx, search.previousQuery()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
        Future<List<App>> known = apps.list(tenant, tx, page);
        Future<List<VirtualKey>> named = keys.list(tenant, tx, Optional.empty(), page);
        return Future.all(report, before, known, named)
                .map(all -> new Facts(report.result(), before.result(), known.result(), named.result()));
    }
}
