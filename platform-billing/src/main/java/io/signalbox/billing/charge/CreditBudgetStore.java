package io.signalbox.billing.charge;

import static java.time.ZoneOffset.UTC;

import io.signalbox.billing.budget.Budget;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/** The budget that bounds a prepaid tenant's calls by its balance: one a tenant, over everything, without an end; nobody edits it by hand. */
final class CreditBudgetStore {

    private static final String MAKE = """
            INSERT INTO budget (id, tenant_id, name, scope, scope_id, budget_window, limit_nanos, version, created_by, created_at, updated_at)
            VALUES ('bud_credit' || md5($1), $1, 'Credit balance', 'tenant', $1, 'total', 0, 1, $2, $3, $3)
            ON CONFLICT (id) DO UPDATE SET state = 'active' WHERE budget.state <> 'active'
            """;
    private static final String END = """
            UPDATE budget SET state = 'archived', version = version + 1, updated_at = $2
            WHERE tenant_id = $1 AND id = 'bud_credit' || md5($1) AND state = 'active'
            """;
    /** Waits for the drains that are spending from it, so that what is read after it is one moment's. */
    private static final String SPENT = """
            SELECT spent_nanos FROM budget_period WHERE tenant_id = $1 AND budget_id = 'bud_credit' || md5($1) AND period = 'total' FOR UPDATE
            """;

    private static final String LIMIT = """
            UPDATE budget SET limit_nanos = $2, version = version + 1, updated_at = $3
            WHERE tenant_id = $1 AND id = 'bud_credit' || md5($1) AND state = 'active' AND limit_nanos <> $2
            RETURNING id
            """;

    Future<Void> make(TenantId tenant, SqlClient tx, Instant now) {
        return tx.preparedQuery(MAKE)
                .execute(Tuple.of(tenant.value(), Budget.CREDIT, now.atOffset(UTC)))
                .mapEmpty();
    }

    Future<Void> end(TenantId tenant, SqlClient tx, Instant now) {
        return tx.preparedQuery(END)
                .execute(Tuple.of(tenant.value(), now.atOffset(UTC)))
                .mapEmpty();
    }

    /** What has been spent under it, locked until the transaction ends. */
    Future<Money> lockSpent(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(SPENT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Money(row.getLong(0)))
                        .orElse(Money.ZERO));
    }

    /** Answers the budget's id when that moved it. */
    Future<Optional<String>> limit(TenantId tenant, SqlClient tx, Money limit, Instant now) {
        return tx.preparedQuery(LIMIT)
                .execute(Tuple.of(tenant.value(), limit.nanos(), now.atOffset(UTC)))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString(0)));
    }
}
