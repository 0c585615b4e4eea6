package io.signalbox.billing.budget;

import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.time.Instant;

/**
 * A cap on what a tenant, one of its apps or one of its keys may cost in a window. {@code scopeId} is that tenant's, app's or key's id. It counts what it
 * admitted: a budget made in the middle of a month starts at nothing spent. {@code version} grows with every change.
 */
public record Budget(
        BudgetId id,
        TenantId tenant,
        String name,
        BudgetScope scope,
        String scopeId,
        BudgetWindow window,
        Money limit,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    public Budget {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("budget limit is " + limit + ": must be 0 or more");
        }
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("budget name must have 1 to 100 characters");
        }
    }

    public boolean appliesTo(Caller caller) {
        return scopeId.equals(scope.idOf(caller));
    }
}
