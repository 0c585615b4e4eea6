package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.stream.Collectors;

/** Budgets whose figures do not agree: nothing may be spent from them until an operator has looked. */
final class FreezeStore {

    private static final String FROZEN = "SELECT DISTINCT budget_id FROM budget_freeze WHERE tenant_id = $1";

    Future<Set<BudgetId>> frozen(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(FROZEN)
                .execute(Tuple.of(tenant.value()))
                .map(rows ->
                        rows.stream().map(row -> new BudgetId(row.getString(0))).collect(Collectors.toSet()));
    }
}
