package io.signalbox.web.overview;

import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.usage.RequestCount;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.SpendBreakdown;
import io.signalbox.billing.usage.SpendStore;
import io.signalbox.db.Database;
import io.signalbox.id.PageRequest;
import io.signalbox.key.VirtualKey;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.overview.Period.Range;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The overview, in one transaction of at most six statements, so that its figures are of one moment. */
public final class OverviewPage {

    private static final int NAMES_MAX = 200;

    private final Database database;
    private final InstantSource clock;
    private final SpendStore spending = new SpendStore();
    private final RequestStore requests = new RequestStore();
    private final BudgetStore budgets = new BudgetStore();
    private final AppStore apps = new AppStore();
    private final VirtualKeyStore keys = new VirtualKeyStore();

    public OverviewPage(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What the page tells of: the chosen period, the month for its two sums, and how the budgets stand. */
    record Facts(
            SpendBreakdown spend,
            SpendBreakdown month,
            RequestCount count,
            List<BudgetView> budgets,
            Map<String, String> names) {}

    public Future<Answer> show(Visit visit) {
        Instant now = clock.instant();
        Optional<String> asked = visit.query("range");
        Optional<Range> range = asked.flatMap(Range::ofWireName);
        Period period =
                Period.of(range.orElse(Range.MONTH_TO_DATE), visit.viewer().zone(), now);
        String notice = asked.isPresent() && range.isEmpty()
                ? "The period “" + asked.get() + "” is not known; this is the month so far."
                : "";
        return database.inTransaction(
                        visit.viewer().tenant(), tx -> facts(visit.viewer().tenant(), tx, period, now))
                .map(facts -> Answer.page(
                        "Overview",
                        Section.OVERVIEW,
                        "overview/page",
                        new OverviewTelling(period, now).view(facts, notice)));
    }

    private Future<Facts> facts(TenantId tenant, SqlClient tx, Period period, Instant now) {
        Period month = Period.of(Range.MONTH_TO_DATE, period.zone(), now);
        return breakdown(tenant, tx, period)
                .compose(spend -> (period.equals(month) ? Future.succeededFuture(spend) : breakdown(tenant, tx, month))
                        .compose(ofMonth -> requests.count(tenant, tx, period.from(), period.to())
                                .compose(count -> budgets.list(tenant, tx)
                                        .compose(standing -> names(tenant, tx, standing)
                                                .map(names -> new Facts(spend, ofMonth, count, standing, names))))));
    }

    private Future<SpendBreakdown> breakdown(TenantId tenant, SqlClient tx, Period period) {
        return spending.breakdown(tenant, tx, period.from(), period.to(), period.zone());
    }

    /** The names of the apps and keys that have budgets, asked for only where there are any. */
    private Future<Map<String, String>> names(TenantId tenant, SqlClient tx, List<BudgetView> standing) {
        Map<String, String> names = new HashMap<>();
        PageRequest page = PageRequest.first(NAMES_MAX);
        return (hasScope(standing, BudgetScope.APP)
                        ? apps.list(tenant, tx, page)
                        : Future.succeededFuture(List.<App>of()))
                .compose(found -> {
                    found.forEach(app -> names.put(app.id().value(), app.name()));
                    return hasScope(standing, BudgetScope.KEY)
                            ? keys.list(tenant, tx, Optional.empty(), page)
                            : Future.succeededFuture(List.<VirtualKey>of());
                })
                .map(found -> {
                    found.forEach(key -> names.put(key.id().value(), key.name()));
                    return names;
                });
    }

    private static boolean hasScope(List<BudgetView> standing, BudgetScope scope) {
        return standing.stream().anyMatch(view -> view.budget().scope() == scope);
    }
}
