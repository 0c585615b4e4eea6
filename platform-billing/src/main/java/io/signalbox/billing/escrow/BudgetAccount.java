package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A budget period and those of its leases that a transaction is about: the authority's book. Whoever loads it must hold the period's lock and write
 * {@link #balance} and {@link #changed} back in the same transaction. Every change keeps these true:
 *
 * <ul>
 *   <li>{@code held} is the sum of what the leases that hold money have remaining;
 *   <li>{@code spent} is the sum of the events' costs and of what is written off;
 *   <li>nothing is granted beyond {@code cap - spent - held}.
 * </ul>
 */
public final class BudgetAccount {

    /** A period without an end, as {@code lastsNanos}. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private final PeriodId id;
    private final long lastsNanos;
    private final Map<LeaseId, Lease> leases = new LinkedHashMap<>();
    private final Map<LeaseId, Lease> changed = new LinkedHashMap<>();
    private Balance balance;

    /** {@code lastsNanos} is how long the period goes on by the authority's clock: 0 when it is over or the budget is archived. */
    public BudgetAccount(PeriodId id, long lastsNanos, Balance balance, Collection<Lease> leases) {
        this.id = id;
        this.lastsNanos = lastsNanos;
        this.balance = balance;
        leases.forEach(lease -> this.leases.put(lease.id(), lease));
    }

    public PeriodId id() {
        return id;
    }

    public long lastsNanos() {
        return lastsNanos;
    }

    public boolean isOver() {
        return lastsNanos <= 0;
    }

    public Balance balance() {
        return balance;
    }

    public Optional<Lease> find(LeaseId lease) {
        return Optional.ofNullable(leases.get(lease));
    }

    /** The leases to be written back. */
    public Collection<Lease> changed() {
        return List.copyOf(changed.values());
    }

    void open(LeaseId lease, NodeEpoch holder) {
        if (leases.containsKey(lease)) {
            throw new IllegalStateException("lease " + lease + " of " + id + " is open already");
        }
        put(Lease.opened(lease, holder));
    }

    /** Counts a move of the lease, each only once: false when it was counted before. */
    boolean count(LeaseId lease, long move) {
        Lease now = lease(lease);
        if (move <= now.lastMove()) {
            return false;
        }
        if (move != now.lastMove() + 1) {
            throw new IllegalStateException("move " + move + " of lease " + lease + " follows " + now.lastMove());
        }
        put(now.numbered(move));
        return true;
    }

    void grant(LeaseId lease, Money amount) {
        Lease now = lease(lease);
        if (amount.isNegative() || amount.compareTo(balance.free()) > 0 && amount.nanos() > 0) {
            throw new IllegalStateException("granting " + amount + " of " + balance + " in " + id);
        }
        if (!now.holdsMoney()) {
            throw new IllegalStateException("granting to lease " + lease + " which is " + now.state());
        }
        balance = balance.holding(amount);
        put(now.granting(amount));
    }

    /** Takes back what a node no longer wants. Of a lease that holds nothing any more, nothing comes back. */
    void giveBack(LeaseId lease, Money amount) {
        Lease now = lease(lease);
        if (!now.holdsMoney()) {
            return;
        }
        if (amount.isNegative() || amount.compareTo(now.remaining()) > 0) {
            throw new IllegalStateException("giving " + amount + " back of " + now);
        }
        balance = balance.returning(amount);
        put(now.keeping(now.remaining().minus(amount)));
    }

    /**
     * An attempt for which {@code reserved} was taken from the lease did cost {@code cost}; once per event. The lease pays up to what was reserved, what
     * was written off before pays next, and whatever is beyond both is an overrun: counted in full, and in the way of further grants.
     */
    public void settle(LeaseId lease, Money reserved, Money cost) {
        Lease now = lease(lease);
        Money ofLease = least(least(cost, reserved), now.holdsMoney() ? now.remaining() : Money.ZERO);
        Money ofWrittenOff = least(cost.minus(ofLease), now.writtenOff());
        Money overrun = cost.minus(ofLease).minus(ofWrittenOff);
        balance = balance.returning(ofLease).spending(cost.minus(ofWrittenOff), overrun);
        put(now.keeping(now.remaining().minus(ofLease))
                .writingOff(now.writtenOff().minus(ofWrittenOff)));
    }

    /**
     * What the lease still holds comes back, since everything its node did with it is accounted for: its journal is drained and it can spend no more. Doing
     * so again changes nothing.
     */
    public void close(LeaseId lease) {
        Lease now = lease(lease);
        if (!now.holdsMoney()) {
            return;
        }
        balance = balance.returning(now.remaining());
        put(now.keeping(Money.ZERO).in(Lease.State.CLOSED));
    }

    /** Its node has gone silent: that is noted, and no money moves. */
    public void suspect(LeaseId lease) {
        Lease now = lease(lease);
        if (now.state() == Lease.State.OPEN) {
            put(now.in(Lease.State.SUSPECT));
        }
    }

    /** Its node was heard again. */
    public void trust(LeaseId lease) {
        Lease now = lease(lease);
        if (now.state() == Lease.State.SUSPECT) {
            put(now.in(Lease.State.OPEN));
        }
    }

    /** Its node's journal is lost for good: all it held counts as spent. Events that turn up after all are paid from it first. */
    public void writeOff(LeaseId lease) {
        Lease now = lease(lease);
        if (!now.holdsMoney()) {
            return;
        }
        balance = balance.returning(now.remaining()).spending(now.remaining(), Money.ZERO);
        put(now.keeping(Money.ZERO).writingOff(now.remaining()).in(Lease.State.WRITTEN_OFF));
    }

    private Lease lease(LeaseId lease) {
        Lease known = leases.get(lease);
        if (known == null) {
            throw new IllegalStateException("no lease " + lease + " in " + id);
        }
        return known;
    }

    private void put(Lease lease) {
        leases.put(lease.id(), lease);
        changed.put(lease.id(), lease);
    }

    private static Money least(Money one, Money other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
