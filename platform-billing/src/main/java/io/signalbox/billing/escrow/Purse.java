package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A lease in its node's hands. What is free of it is taken and put back from any thread without a lock; the rest belongs to the one context of
 * {@link NodeEscrow}. At all times what was granted is what was given back, spent, free, or out with an attempt.
 */
final class Purse {

    private final LeaseId lease;
    private final BudgetId budget;
    private final Consumer<Purse> notice;
    private final AtomicBoolean noticed = new AtomicBoolean();
    private final AtomicLong freeNanos = new AtomicLong();
    private final LongAdder spentNanos = new LongAdder();
    private volatile boolean shut = true;
    private volatile boolean touched;
    private volatile long lowWaterNanos;

    /** {@code notice} is told, on any thread, when the purse runs low or money comes back that somebody may wait for. */
    Purse(LeaseId lease, BudgetId budget, Consumer<Purse> notice) {
        this.lease = lease;
        this.budget = budget;
        this.notice = notice;
    }

    LeaseId lease() {
        return lease;
    }

    BudgetId budget() {
        return budget;
    }

    /** Takes it unless there is less, or others wait for their turn. Never blocks. */
    boolean take(long nanos) {
        if (shut || !takeInTurn(nanos)) {
            return false;
        }
        if (freeNanos.get() < lowWaterNanos) {
            notice();
        }
        return true;
    }

    /** As {@link #take}, for those whose turn it is. Nobody is told: whose turn it is sees to the rest. */
    boolean takeInTurn(long nanos) {
        long free = freeNanos.get();
        while (free >= nanos) {
            if (freeNanos.compareAndSet(free, free - nanos)) {
                if (!touched) {
                    touched = true;
                }
                return true;
            }
            free = freeNanos.get();
        }
        return false;
    }

    long takeAll() {
        return freeNanos.getAndSet(0);
    }

    void putUnnoticed(long nanos) {
        freeNanos.addAndGet(nanos);
    }

    void put(long nanos) {
        putUnnoticed(nanos);
        if (shut) {
            notice();
        }
    }

    private void notice() {
        if (!noticed.get() && noticed.compareAndSet(false, true)) {
            notice.accept(this);
        }
    }

    /** What happens from here on is worth another notice. */
    void heed() {
        noticed.set(false);
    }

    /** Whether it has run low; then it says so once. */
    boolean takeLow() {
        boolean low = freeNanos.get() < lowWaterNanos;
        if (low) {
            lowWaterNanos = 0;
        }
        return low;
    }

    /** An attempt took {@code reserved} and did cost {@code cost}: the rest is free again. What it cost beyond that is not the purse's to pay. */
    void settle(long reserved, long cost) {
        long paid = Math.min(cost, reserved);
        spentNanos.add(paid);
        put(reserved - paid);
    }

    long freeNanos() {
        return freeNanos.get();
    }

    Money spent() {
        return new Money(spentNanos.sum());
    }

    boolean isShut() {
        return shut;
    }

    void shut(boolean closed) {
        shut = closed;
    }

    void lowWater(long nanos) {
        lowWaterNanos = nanos;
    }

    /** Whether money was taken since the last time this was asked. */
    boolean wasTouched() {
        boolean was = touched;
        touched = false;
        return was;
    }
}
