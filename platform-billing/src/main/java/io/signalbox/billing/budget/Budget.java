package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.time.Instant;

/**
 * A cap on what something may cost in a window. {@code scopeId} is what the scope names: a tenant's, an app's, a key's or a member's id, a task, a model or a
 * tag. {@code limit} is without what was raised for a while. {@code version} grows with every change.
 */
public record Budget(
        BudgetId id,
        TenantId tenant,
        String name,
        BudgetScope scope,
        String scopeId,
        BudgetWindow window,
        Money limit,
        BudgetTerms terms,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /** Who makes the budget of a tenant's credit balance. */
    public static final String CREDIT = "credit";

    public static final int NAME_LENGTH_MAX = 100;
    public static final int SCOPE_ID_LENGTH_MAX = 200;

    public Budget {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("budget limit is " + limit + ": must be 0 or more");
        }
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("budget name must have 1 to 100 characters");
        }
    }

    /** One of the {@link BudgetTerms#STANDARD} terms. */
    public Budget(
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
        this(
                id,
                tenant,
                name,
                scope,
                scopeId,
                window,
                limit,
                BudgetTerms.STANDARD,
                version,
                createdBy,
                createdAt,
                updatedAt);
    }

    /** Credit does not pay for what the provider bills to the tenant itself. */
    public boolean appliesTo(SpendFacts attempt) {
        return !(isCredit() && attempt.paidDirectly()) && scope.includes(scopeId, attempt);
    }

    /** Whether it bounds a prepaid tenant by its balance: its limit follows the balance, no hand changes or ends it. */
    public boolean isCredit() {
        return createdBy.equals(CREDIT);
    }

    /** The same budget as somebody wants to have it from now on. */
    public Budget changed(String newName, Money newLimit, BudgetTerms newTerms) {
        return new Budget(
                id, tenant, newName, scope, scopeId, window, newLimit, newTerms, version, createdBy, createdAt,
                updatedAt);
    }
}
