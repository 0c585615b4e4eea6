package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.Hold;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.money.Money;
import java.util.List;
import java.util.Optional;

/** Money held for one attempt, with its INTENT on the journal. Ends settled or voided, exactly once. */
public final class Reservation {

    private final String eventId;
    private final Money amount;
    private final long outputTokens;
    private final boolean clamped;
    private final List<BudgetId> budgets;
    private final Optional<Hold> hold;

    private Reservation(
            String eventId,
            Money amount,
            long outputTokens,
            boolean clamped,
            List<BudgetId> budgets,
            Optional<Hold> hold) {
        this.eventId = eventId;
        this.amount = amount;
        this.outputTokens = outputTokens;
        this.clamped = clamped;
        this.budgets = budgets;
        this.hold = hold;
    }

    /** Of an attempt that no budget applies to. */
    static Reservation unbounded(String eventId, Money amount, long outputTokens) {
        return new Reservation(eventId, amount, outputTokens, false, List.of(), Optional.empty());
    }

    static Reservation of(String eventId, List<BudgetId> budgets, Hold hold, long outputTokens, boolean clamped) {
        return new Reservation(eventId, hold.amount(), outputTokens, clamped, budgets, Optional.of(hold));
    }

    public String eventId() {
        return eventId;
    }

    /** The most the attempt may cost. */
    public Money amount() {
        return amount;
    }

    /** The limit that must go upstream: what the caller wanted, or what its budgets can still pay for. */
    public long outputTokens() {
        return outputTokens;
    }

    /** Whether that is less than the caller wanted. */
    public boolean clamped() {
        return clamped;
    }

    /** The leases it is paid from, one of each budget; none when no budget applies. */
    public List<LeaseId> leases() {
        return hold.map(Hold::leases).orElse(List.of());
    }

    /** The budgets it is held in. */
    List<BudgetId> budgets() {
        return budgets;
    }

    /** The money; empty when no budget applies. */
    Optional<Hold> hold() {
        return hold;
    }

    @Override
    public String toString() {
        return eventId + " of at most " + amount;
    }
}
