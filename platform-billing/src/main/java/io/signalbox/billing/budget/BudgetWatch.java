package io.signalbox.billing.budget;

import io.signalbox.db.Change;
import io.signalbox.db.Database;
import io.signalbox.db.Snapshots;
import io.signalbox.db.Topic;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Which budgets apply to a caller, from memory. Says nothing about how they stand: that is PostgreSQL's, under lock. While PostgreSQL is away what was
 * known last serves for five minutes; reservations in budgets fail then anyway.
 */
public final class BudgetWatch {

    private static final int TENANTS_MAX = 10_000;

    private final Snapshots<TenantId, List<Budget>> byTenant;

    public BudgetWatch(Database database, BudgetStore store) {
        this.byTenant = new Snapshots<>(
                TENANTS_MAX,
                tenant -> database.inTransaction(tenant, tx -> store.list(tenant, tx))
                        .map(views -> views.stream().map(BudgetView::budget).toList()));
    }

    /** The budgets that an attempt spends from, ordered by age; completes at once when the tenant is known. */
    public Future<List<Budget>> applyingTo(SpendFacts attempt) {
        return byTenant.of(attempt.caller().tenant()).map(budgets -> applying(budgets, attempt));
    }

    private static List<Budget> applying(List<Budget> budgets, SpendFacts attempt) {
        if (budgets.isEmpty()) {
            return budgets;
        }
        List<Budget> applying = new ArrayList<>(budgets.size());
        for (Budget each : budgets) {
            if (each.appliesTo(attempt)) {
                applying.add(each);
            }
        }
        return applying;
    }

    /** Subscribe this to the change feed. */
    public void onChange(Change change) {
        if (change.isEverything()) {
            byTenant.dropAll();
        } else if (change.touches(Topic.BUDGETS)) {
            byTenant.drop(change.tenant());
        }
    }
}
