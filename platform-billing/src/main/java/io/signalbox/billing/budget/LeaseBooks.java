package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.Balance;
import io.signalbox.billing.escrow.BudgetAccount;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.PeriodId;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts that a transaction has under lock, how they stood when it locked them, and what else is known of their budgets. */
final class LeaseBooks {

    private final Map<PeriodId, BudgetAccount> accounts = new HashMap<>();
    private final Map<PeriodId, Balance> before = new HashMap<>();
    private final Map<BudgetId, TenantId> tenants = new HashMap<>();
    private final Map<BudgetId, Instant> resets = new HashMap<>();
    private final Map<LeaseId, BudgetAccount> byLease = new HashMap<>();

    /** What a period's balance has moved by since it was locked. */
    record Movement(PeriodId id, long spentNanos, long heldNanos, long overrunNanos) {}

    /** An account as it was read; one read later takes its place. {@code leases} are those of it that were read. */
    void add(BudgetAccount account, TenantId tenant, Collection<LeaseId> leases) {
        accounts.put(account.id(), account);
        before.put(account.id(), account.balance());
        tenants.put(account.id().budget(), tenant);
        leases.forEach(lease -> byLease.put(lease, account));
    }

    void resets(BudgetId budget, Instant at) {
        resets.put(budget, at);
    }

    Collection<BudgetAccount> accounts() {
        return accounts.values();
    }

    /** The account of a lease that was read. */
    Optional<BudgetAccount> of(LeaseId lease) {
        return Optional.ofNullable(byLease.get(lease));
    }

    Optional<TenantId> tenant(BudgetId budget) {
        return Optional.ofNullable(tenants.get(budget));
    }

    /** When the present periods end, of budgets that reset. */
    Map<BudgetId, Instant> resets() {
        return Map.copyOf(resets);
    }

    List<Movement> movements() {
        List<Movement> moved = new ArrayList<>();
        before.forEach((id, was) -> {
            Balance now = java.util.Objects.requireNonNull(accounts.get(id)).balance();
            if (!now.equals(was)) {
                moved.add(new Movement(
                        id,
                        now.spent().minus(was.spent()).nanos(),
                        now.held().minus(was.held()).nanos(),
                        now.overrun().minus(was.overrun()).nanos()));
            }
        });
        return moved;
    }
}
