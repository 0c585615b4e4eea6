package io.signalbox.billing.budget;

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

    /** The present period by the database's clock, which alone decides it. */
    static final String PERIOD =
            "CASE b.budget_window WHEN 'total' THEN 'total' ELSE to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') END";

    static final String RESETS_AT = "CASE b.budget_window WHEN 'total' THEN NULL"
            + " ELSE (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC' END";

    private static final String VIEW = "SELECT b.*, coalesce(p.spent_nanos, 0) AS spent_nanos,"
            + " coalesce(p.held_nanos, 0) AS held_nanos, coalesce(p.overrun_nanos, 0) AS overrun_nanos, "
            + RESETS_AT + " AS resets_at"
            + " FROM budget b LEFT JOIN budget_period p ON p.budget_id = b.id AND p.period = " + PERIOD
            + " WHERE b.tenant_id = $1 AND b.state = 'active'";
    private static final String LIST = VIEW + " ORDER BY b.created_at, b.id LIMIT " + BUDGETS_MAX;
    private static final String FIND = VIEW + " AND b.id = $2";

    private static final String INSERT = """
            INSERT INTO budget (id, tenant_id, name, scope, scope_id, budget_window, limit_nanos, version, created_by, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;
    private static final String UPDATE = """
            UPDATE budget SET name = $4, limit_nanos = $5, version = version + 1, updated_at = $6
            WHERE tenant_id = $1 AND id = $2 AND version = $3 AND state = 'active'
            """;
    private static final String ARCHIVE = """
            UPDATE budget SET state = 'archived', version = version + 1, updated_at = $4
            WHERE tenant_id = $1 AND id = $2 AND version = $3 AND state = 'active'
            """;

    /** The tenant's budgets as they stand, oldest first, at most 1000. */
    public Future<List<BudgetView>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST).execute(Tuple.of(tenant.value())).map(BudgetStore::readAll);
    }

    public Future<Optional<BudgetView>> find(TenantId tenant, SqlClient tx, BudgetId id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> readAll(rows).stream().findFirst());
    }

    public Future<Void> insert(TenantId tenant, SqlClient tx, Budget budget) {
        Tuple row = Tuple.of(
                        budget.id().value(),
                        tenant.value(),
                        budget.name(),
                        budget.scope().wireName(),
                        budget.scopeId(),
                        budget.window().wireName())
                .addValue(budget.limit().nanos())
                .addValue(budget.version())
                .addValue(budget.createdBy())
                .addValue(time(budget.createdAt()))
                .addValue(time(budget.updatedAt()));
        return tx.preparedQuery(INSERT).execute(row).mapEmpty();
    }

    /**
     * Changes name and limit, unless the budget is no longer at {@code budget.version()}; then, or when it is not there, answers false. A lower limit
     * holds from the next reservation on.
     */
    public Future<Boolean> update(TenantId tenant, SqlClient tx, Budget budget, Instant at) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(
                        tenant.value(),
                        budget.id().value(),
                        budget.version(),
                        budget.name(),
                        budget.limit().nanos(),
                        time(at)))
                .map(result -> result.rowCount() == 1);
    }

    /** Ends a budget at {@code version}: nothing is held in it any more, its history stays. Answers false as {@link #update} does. */
    public Future<Boolean> archive(TenantId tenant, SqlClient tx, BudgetId id, long version, Instant at) {
        return tx.preparedQuery(ARCHIVE)
                .execute(Tuple.of(tenant.value(), id.value(), version, time(at)))
                .map(result -> result.rowCount() == 1);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<BudgetView> readAll(RowSet<Row> rows) {
        List<BudgetView> views = new ArrayList<>();
        rows.forEach(row -> views.add(read(row)));
        return views;
    }

    private static BudgetView read(Row row) {
        Budget budget = new Budget(
                new BudgetId(row.getString("id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("name"),
                BudgetScope.ofWireName(row.getString("scope")),
                row.getString("scope_id"),
                BudgetWindow.ofWireName(row.getString("budget_window")),
                new Money(row.getLong("limit_nanos")),
                row.getLong("version"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
        return new BudgetView(
                budget,
                new Money(row.getLong("spent_nanos")),
                new Money(row.getLong("held_nanos")),
                new Money(row.getLong("overrun_nanos")),
                Optional.ofNullable(row.getOffsetDateTime("resets_at")).map(OffsetDateTime::toInstant));
    }
}
