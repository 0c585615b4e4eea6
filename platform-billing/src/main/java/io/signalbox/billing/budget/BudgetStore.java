package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
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

    private static final String VIEW = "SELECT * FROM budget_standing WHERE tenant_id = $1 AND state = 'active'";
    private static final String LIST = VIEW + " ORDER BY created_at, id LIMIT " + BUDGETS_MAX;
    private static final String FIND = VIEW + " AND id = $2";

    /** It begins in the tenant's zone of the moment. */
    private static final String INSERT = """
            INSERT INTO budget (id, tenant_id, name, scope, scope_id, budget_window, window_hours, limit_nanos, action, marks, zone, version,
              created_by, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, reporting_zone, $11, $12, $13, $14 FROM tenant WHERE tenant_id = $2
            """;

    private static final String UPDATE = """
            UPDATE budget SET name = $4, limit_nanos = $5, action = $6, marks = $7, version = version + 1, updated_at = $8
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
                .addValue(time(budget.updatedAt()));
        return tx.preparedQuery(INSERT).execute(row).mapEmpty();
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
        return new BudgetView(
                budget(row),
                row.getString("period"),
                instant(row, "starts_at"),
                new Money(row.getLong("spent_nanos")),
                new Money(row.getLong("held_nanos")),
                new Money(row.getLong("overrun_nanos")),
                new Money(row.getLong("raised_nanos")),
                instant(row, "raised_until"),
                instant(row, "resets_at"));
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
