package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Budgets and how they stand. Whoever changes one announces it on the change feed, in the same transaction. */
public final class BudgetStore {

    private static final int BUDGETS_MAX = 1000;

    /** More than there can be: the credit budget, and those made at the same moment as the last. */
    private static final int READ_MAX = 2 * BUDGETS_MAX;

    /** With the hours of the present calendar period, from the period's beginning or, when the budget is younger, from its first hour on. */
    private static final String VIEW = """
            SELECT s.*, coalesce(h.busy, 0) AS busy_hours, coalesce(h.sum, 0) AS hours_sum, coalesce(h.squares, 0) AS hours_squares,
              ceil(extract(epoch FROM budget_now() - greatest(s.starts_at, least(s.created_at, h.first))) / 3600)::int8 AS hours_begun,
              floor(extract(epoch FROM s.resets_at - budget_now()) / 3600)::int8 AS hours_left
            FROM budget_standing s LEFT JOIN LATERAL (
              SELECT count(*) AS busy, min(x.hour) AS first, sum(x.spent_nanos) AS sum, sum(x.spent_nanos::numeric * x.spent_nanos) AS squares
              FROM budget_hour x WHERE s.starts_at IS NOT NULL AND x.budget_id = s.id AND x.period = s.period) h ON true
            WHERE s.tenant_id = $1 AND s.state = 'active'
            """;

    private static final String LIST = VIEW + " ORDER BY s.created_at, s.id LIMIT " + READ_MAX;
    private static final String FIND = VIEW + " AND s.id = $2";

    /** It begins in the tenant's zone of the moment. */
    private static final String INSERT = """
            INSERT INTO budget (id, tenant_id, name, scope, scope_id, budget_window, window_hours, limit_nanos, action, marks, zone, version,
              created_by, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, reporting_zone, $11, $12, $13, $14 FROM tenant
            WHERE tenant_id = $2 AND (SELECT count(*) FROM budget WHERE tenant_id = $2 AND state = 'active') < $15
            """;

    private static final String UPDATE = """
            UPDATE budget SET name = $4, limit_nanos = $5, action = $6, marks = $7, version = version + 1, updated_at = $8
            WHERE tenant_id = $1 AND id = $2 AND version = $3 AND state = 'active' AND created_by <> 'credit'
            """;
    private static final String RAISE = """
            INSERT INTO budget_raise (tenant_id, budget_id, id, amount_nanos, until, reason, created_by, created_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE $5 > budget_now() AND $5 <= budget_now() + interval '1 year'
            """;
    private static final String KNOWN = "SELECT 1 FROM budget WHERE tenant_id = $1 AND id = $2";
    private static final String ARCHIVE = """
            UPDATE budget SET state = 'archived', version = version + 1, updated_at = $4
            WHERE tenant_id = $1 AND id = $2 AND version = $3 AND state = 'active' AND created_by <> 'credit'
            """;

    /** All of the tenant's budgets as they stand, oldest first. */
    public Future<List<BudgetView>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST).execute(Tuple.of(tenant.value())).map(BudgetStore::readAll);
    }

    public Future<Optional<BudgetView>> find(TenantId tenant, SqlClient tx, BudgetId id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    /** Fails with {@code CONFLICT} when the tenant has {@value #BUDGETS_MAX} already: every one of them is looked at for each of its calls. */
    public Future<Void> insert(TenantId tenant, SqlClient tx, Budget budget) {
        int hours = budget.window().hours();
        Tuple row = Tuple.of(
                        budget.id().value(),
                        tenant.value(),
                        budget.name(),
                        budget.scope().wireName(),
                        budget.scopeId(),
                        budget.window().wireName())
                .addValue(hours == 0 ? null : hours)
                .addValue(budget.limit().nanos())
                .addValue(budget.terms().action().wireName())
                .addValue(marks(budget))
                .addValue(budget.version())
                .addValue(budget.createdBy())
                .addValue(time(budget.createdAt()))
                .addValue(time(budget.updatedAt()))
                .addValue(BUDGETS_MAX);
        return tx.preparedQuery(INSERT)
                .execute(row)
                .compose(done -> done.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(tooMany()));
    }

    /**
     * Changes name, limit and terms, unless the budget is no longer at {@code budget.version()}; then, or when it is not there, answers false. A lower limit
     * holds from the next grant on.
     */
    public Future<Boolean> update(TenantId tenant, SqlClient tx, Budget budget, Instant at) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(
                                tenant.value(),
                                budget.id().value(),
                                budget.version(),
                                budget.name(),
                                budget.limit().nanos())
                        .addValue(budget.terms().action().wireName())
                        .addValue(marks(budget))
                        .addValue(time(at)))
                .map(result -> result.rowCount() == 1);
    }

    /** Ends a budget at {@code version}: nothing is held in it any more, its history stays. Answers false as {@link #update} does. */
    public Future<Boolean> archive(TenantId tenant, SqlClient tx, BudgetId id, long version, Instant at) {
        return tx.preparedQuery(ARCHIVE)
                .execute(Tuple.of(tenant.value(), id.value(), version, time(at)))
                .map(result -> result.rowCount() == 1);
    }

    /** Answers false when the raise would have lapsed already, or would last longer than a year, by the database's clock. */
    public Future<Boolean> raise(
            TenantId tenant, SqlClient tx, BudgetId id, String raiseId, BudgetRaise raise, String by, Instant at) {
        return tx.preparedQuery(RAISE)
                .execute(Tuple.of(
                                tenant.value(),
                                id.value(),
                                raiseId,
                                raise.amount().nanos(),
                                time(raise.until()),
                                raise.reason())
                        .addValue(by)
                        .addValue(time(at)))
                .map(result -> result.rowCount() == 1);
    }

    /** Whether there is or was such a budget. */
    public Future<Boolean> isKnown(TenantId tenant, SqlClient tx, BudgetId id) {
        return tx.preparedQuery(KNOWN)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> rows.size() == 1);
    }

    private static Fault tooMany() {
        return Fault.of(FaultCode.CONFLICT, "A tenant has at most " + BUDGETS_MAX + " budgets: archive one first.");
    }

    private static Integer[] marks(Budget budget) {
        return budget.terms().marks().toArray(Integer[]::new);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<BudgetView> readAll(RowSet<Row> rows) {
        List<BudgetView> views = new ArrayList<>();
        rows.forEach(row -> views.add(view(row)));
        return views;
    }

    private static BudgetView view(Row row) {
        Money spent = new Money(row.getLong("spent_nanos"));
        return new BudgetView(
                budget(row),
                row.getString("period"),
                instant(row, "starts_at"),
                spent,
                new Money(row.getLong("held_nanos")),
                new Money(row.getLong("overrun_nanos")),
                new Money(row.getLong("raised_nanos")),
                instant(row, "raised_until"),
                instant(row, "resets_at"),
                forecast(row, spent));
    }

    private static Optional<Forecast> forecast(Row row, Money spent) {
        if (row.getValue("starts_at") == null) {
            return Optional.empty();
        }
        return Forecast.of(
                spent,
                new Forecast.Hours(
                        row.getLong("hours_begun"),
                        row.getLong("busy_hours"),
                        row.getNumeric("hours_sum").bigIntegerValue(),
                        row.getNumeric("hours_squares").bigIntegerValue(),
                        row.getLong("hours_left")));
    }

    private static Budget budget(Row row) {
        Integer hours = row.getInteger("window_hours");
        return new Budget(
                new BudgetId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("name"),
                BudgetScope.ofWireName(row.getString("scope")),
                row.getString("scope_id"),
                BudgetWindow.of(row.getString("budget_window"), hours == null ? 0 : hours),
                new Money(row.getLong("limit_nanos")),
                new BudgetTerms(
                        BudgetAction.ofWireName(row.getString("action")), List.of(row.getArrayOfIntegers("marks"))),
                row.getLong("version"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
