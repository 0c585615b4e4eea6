package io.signalbox.billing.alert;

import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.DeliveryStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One turn of looking: every tenant's rules over how its budgets stand and what it spent. What is found is written together with its deliveries, in one
 * transaction, so that an alert and its being told are one thing. A tenant that never had rules is given the standard ones.
 */
public final class AlertEvaluation {

    private static final int TENANTS_AT_ONCE = 200;
    private static final Duration RECENT = Duration.ofHours(2);
    /** Half the days that are compared: with fewer, nobody can say what is usual. */
    private static final Duration HISTORY_MIN = Duration.ofDays(UsualSpend.DAYS / 2);

    private final Database database;
    private final IdSource ids;
    private final InstantSource clock;
    private final Meters meters;
    private final AlertRuleStore rules = new AlertRuleStore();
    private final AlertStore alerts = new AlertStore();
    private final BudgetStore budgets = new BudgetStore();
    private final DeliveryStore deliveries = new DeliveryStore();

    public AlertEvaluation(Database database, IdSource ids, InstantSource clock, Meters meters) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.meters = meters;
    }

    public Future<Void> run() {
        return from("");
    }

    private Future<Void> from(String after) {
        Instant since = clock.instant().minus(RECENT);
        return database.acrossTenants(tx -> rules.watched(tx, after, since, TENANTS_AT_ONCE))
                .compose(tenants -> each(tenants, 0)
                        .compose(done -> tenants.size() < TENANTS_AT_ONCE
                                ? Future.succeededFuture()
                                : from(tenants.get(tenants.size() - 1).value())));
    }

    private Future<Void> each(List<TenantId> tenants, int at) {
        return at == tenants.size()
                ? Future.succeededFuture()
                : evaluate(tenants.get(at)).compose(done -> each(tenants, at + 1));
    }

    /** Looks at one tenant; answers how many alerts are new. */
    Future<Integer> evaluate(TenantId tenant) {
        return database.inTransaction(
                        tenant,
                        tx -> enabled(tenant, tx)
                                .compose(active -> findings(tenant, tx, active)
                                        .compose(found -> alerts.raise(tenant, tx, found)
                                                .compose(fresh -> tell(tenant, tx, active, fresh(found, fresh))))))
                .map(raised -> {
                    raised.forEach(alert -> meters.alertRaised(alert.type().wireName()));
                    return raised.size();
                });
    }

    private static List<Alert> fresh(List<Alert> found, Set<String> ids) {
        return found.stream().filter(alert -> ids.contains(alert.id().value())).toList();
    }

    private Future<List<AlertRule>> enabled(TenantId tenant, SqlClient tx) {
        return rules.hasAny(tenant, tx)
                .compose(has -> has ? Future.succeededFuture() : standard(tenant, tx))
                .compose(ready -> rules.list(tenant, tx))
                .map(all -> all.stream().filter(AlertRule::enabled).toList());
    }

    private Future<Void> standard(TenantId tenant, SqlClient tx) {
        Instant now = clock.instant();
        return Future.join(StandardRules.of(tenant, ids, now).stream()
                        .map(rule -> rules.insert(tenant, tx, rule))
                        .toList())
                .mapEmpty();
    }

    private Future<List<Alert>> findings(TenantId tenant, SqlClient tx, List<AlertRule> active) {
        Instant now = clock.instant();
        List<Alert> found = new ArrayList<>();
        return budgetFindings(tenant, tx, active, now, found)
                .compose(done -> anomalies(tenant, tx, of(active, AlertRule.Kind.ANOMALY), now, found))
                .compose(done -> unpriced(tenant, tx, of(active, AlertRule.Kind.UNPRICED_MODEL), now, found))
                .map(found);
    }

    private static List<AlertRule> of(List<AlertRule> rules, AlertRule.Kind kind) {
        return rules.stream().filter(rule -> rule.kind() == kind).toList();
    }

    private static Future<Void> unlessEmpty(List<AlertRule> rules, Supplier<Future<Void>> work) {
        return rules.isEmpty() ? Future.succeededFuture() : work.get();
    }

    private Future<Void> budgetFindings(
            TenantId tenant, SqlClient tx, List<AlertRule> active, Instant now, List<Alert> found) {
        List<AlertRule> marks = of(active, AlertRule.Kind.BUDGET_THRESHOLD);
        List<AlertRule> forecasts = of(active, AlertRule.Kind.BUDGET_FORECAST);
        return marks.isEmpty() && forecasts.isEmpty()
                ? Future.succeededFuture()
                : budgets.list(tenant, tx).map(views -> {
                    marks.forEach(rule -> found.addAll(BudgetFindings.reached(rule, views, now)));
                    forecasts.forEach(rule -> found.addAll(BudgetFindings.foretold(rule, views, now)));
                    return null;
                });
    }

    private Future<Void> anomalies(
            TenantId tenant, SqlClient tx, List<AlertRule> watching, Instant now, List<Alert> found) {
        return unlessEmpty(
                watching,
                () -> alerts.firstHour(tenant, tx).compose(first -> {
                    Optional<Instant> since = first.filter(hour -> hour.isBefore(now.minus(HISTORY_MIN)));
                    if (since.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    return alerts.hours(tenant, tx, SpendFindings.needed(now)).map(spends -> {
                        watching.forEach(rule -> found.addAll(SpendFindings.unusual(rule, spends, now)));
                        return null;
                    });
                }));
    }

    private Future<Void> unpriced(
            TenantId tenant, SqlClient tx, List<AlertRule> watching, Instant now, List<Alert> found) {
        return unlessEmpty(
                watching,
                () -> alerts.unpriced(tenant, tx, SpendFindings.month(now)).map(models -> {
                    watching.forEach(rule -> found.addAll(SpendFindings.unpriced(rule, models, now)));
                    return null;
                }));
    }

    private Future<List<Alert>> tell(TenantId tenant, SqlClient tx, List<AlertRule> active, List<Alert> raised) {
        Future<Void> told = Future.succeededFuture();
        for (Alert alert : raised) {
            AlertRule rule = active.stream()
                    .filter(each -> each.id().equals(alert.rule()))
                    .findFirst()
                    .orElseThrow();
            told = told.compose(done -> deliveries
                    .announce(tenant, tx, alert.announcement(), rule.channels())
                    .mapEmpty());
        }
        return told.map(raised);
    }
}
