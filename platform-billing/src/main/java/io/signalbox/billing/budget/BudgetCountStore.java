package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** What was spent before a budget was made. */
final class BudgetCountStore {

    /**
     * The events of the present period that the budget would have bounded become what is spent of it, hour by hour. The budget is new and nobody else can
     * see it yet, so nothing else moves.
     */
    private static final String COUNT = """
            WITH span AS (
              SELECT s.*, CASE s.budget_window WHEN 'total' THEN '-infinity' WHEN 'rolling' THEN budget_first_hour(s.window_hours, budget_now())
                ELSE s.starts_at END AS counted_from
              FROM budget_standing s WHERE s.tenant_id = $1 AND s.id = $2
            ), hours AS (
              SELECT date_trunc('hour', e.started_at, 'UTC') AS hour, sum(e.cost_nanos)::int8 AS nanos
              FROM span b JOIN usage_event e ON e.tenant_id = b.tenant_id AND e.started_at >= b.counted_from
              WHERE e.cost_nanos > 0 AND CASE b.scope
                WHEN 'tenant' THEN true
                WHEN 'app' THEN e.app_id = b.scope_id
                WHEN 'key' THEN e.key_id = b.scope_id
                WHEN 'task' THEN e.task = b.scope_id
                WHEN 'model' THEN e.model = b.scope_id
                WHEN 'tag' THEN e.tags ? b.scope_id
                WHEN 'member' THEN e.key_id IN (
                  SELECT k.id FROM virtual_key k WHERE k.tenant_id = b.tenant_id AND k.created_by = b.scope_id)
                END
              GROUP BY 1
            ), counted AS (
              INSERT INTO budget_period (budget_id, period, tenant_id, spent_nanos, counted_nanos)
              SELECT b.id, b.period, b.tenant_id, total.nanos, total.nanos
              FROM span b, (SELECT coalesce(sum(nanos), 0)::int8 AS nanos FROM hours) total
            )
            INSERT INTO budget_hour (budget_id, period, hour, tenant_id, spent_nanos)
            SELECT b.id, b.period, h.hour, b.tenant_id, h.nanos FROM span b, hours h
            """;

    /** Only in the transaction that inserts the budget. */
    Future<Void> count(TenantId tenant, SqlClient tx, BudgetId id) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value(), id.value()))
                .mapEmpty();
    }
}
