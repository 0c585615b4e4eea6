package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.db.Change;
import io.signalbox.db.Database;
import io.signalbox.db.Snapshots;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which budgets apply to a caller, from memory. Says nothing about how they stand: that is PostgreSQL's, under lock. While PostgreSQL is away what was
 * known last serves for five minutes; reservations in budgets fail then anyway.
 */
public final class BudgetWatch {

    private static final Duration RECONCILIATION_PAUSE = Duration.ofMinutes(1);
    private static final int TENANTS_MAX = 10_000;

    private final Snapshots<TenantId, Known> byTenant;

    private record Known(List<Budget> budgets, Set<BudgetId> frozen) {}

    public BudgetWatch(Database database, BudgetStore store) {
        FreezeStore freezes = new FreezeStore();
        this.byTenant = new Snapshots<>(
                TENANTS_MAX,
                tenant -> database.inTransaction(
                        tenant,
                        tx -> store.list(tenant, tx)
                                .map(views ->
                                        views.stream().map(BudgetView::budget).toList())
                                .compose(budgets ->
                                        freezes.frozen(tenant, tx).map(frozen -> new Known(budgets, frozen)))));
    }

    /**
     * The budgets that an attempt spends from, ordered by age; completes at once when the tenant is known. Fails with {@code UNAVAILABLE} when one of them is frozen
     * because its figures do not agree.
     */
    public Future<List<Budget>> applyingTo(SpendFacts attempt) {
        return byTenant.of(attempt.caller().tenant()).map(known -> {
            List<Budget> applying = applying(known.budgets(), attempt);
            if (!known.frozen().isEmpty()) {
                applying.forEach(budget -> refuseFrozen(known, budget));
            }
            return applying;
        });
    }

    private static void refuseFrozen(Known known, Budget budget) {
        if (known.frozen().contains(budget.id())) {
            throw Fault.with(
                            FaultCode.UNAVAILABLE,
                            "Budget " + budget.id()
                                    + " is under reconciliation; nothing is spent from it until that is done.")
                    .metadata("budget_id", budget.id().value())
                    .retryAfter(RECONCILIATION_PAUSE)
                    .build();
        }
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
