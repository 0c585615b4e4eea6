package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Money taken out of a node's purses for one attempt. Ends once, settled or released, from any thread; ending it again does nothing. */
public final class Hold {

    private final Purse[] purses;
    private final Money amount;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Hold(Purse[] purses, Money amount) {
        this.purses = purses;
        this.amount = amount;
    }

    /** The most the attempt may cost. */
    public Money amount() {
        return amount;
    }

    /** The leases that pay for it, one of each budget: what its INTENT and SETTLE records name. */
    public List<LeaseId> leases() {
        List<LeaseId> leases = new ArrayList<>(purses.length);
        for (Purse each : purses) {
            leases.add(each.lease());
        }
        return leases;
    }

    /** It did cost {@code cost}, and that is on the journal's disk: what it did not need is free for others. */
    public void settle(Money cost) {
        if (open.compareAndSet(true, false)) {
            for (Purse each : purses) {
                each.settle(amount.nanos(), cost.nanos());
            }
        }
    }

    /** Nothing was or will be billed for it. */
    public void release() {
        settle(Money.ZERO);
    }

    @Override
    public String toString() {
        return amount + " of " + leases();
    }
}
