package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.Balance;
import io.signalbox.billing.escrow.BudgetAccount;
import io.signalbox.billing.escrow.Lease;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.PeriodId;
import io.signalbox.money.Money;
import java.util.LinkedHashMap;
import java.util.Map;

/** One budget period as the simulated database stores it, next to the truth that only the simulator knows. */
final class Account {

    private final PeriodId id;
    private final Map<LeaseId, Lease> leases = new LinkedHashMap<>();
    private Balance balance;
    private Money highestCap;
    private Money trueCost = Money.ZERO;
    private Money boundedCost = Money.ZERO;
    private Money eventCosts = Money.ZERO;
    private Money excess = Money.ZERO;

    Account(PeriodId id, Money cap) {
        this.id = id;
        this.balance = Balance.unused(cap);
        this.highestCap = cap;
    }

    PeriodId id() {
        return id;
    }

    Balance balance() {
        return balance;
    }

    Map<LeaseId, Lease> leases() {
        return leases;
    }

    void cap(Money cap) {
        balance = balance.capped(cap);
        highestCap = cap.compareTo(highestCap) > 0 ? cap : highestCap;
    }

    BudgetAccount load(long lastsNanos) {
        return new BudgetAccount(id, lastsNanos, balance, leases.values());
    }

    /** Commits what a transaction did, if it left the books in order. */
    void store(BudgetAccount after) {
        Money grantedBefore = granted();
        balance = after.balance();
        after.changed().forEach(lease -> leases.put(lease.id(), lease));
        Invariant.I1_GRANTS_FIT_THE_CAP.check(
                granted().equals(grantedBefore) || !balance.free().isNegative(), () -> id + " granted into " + balance);
        checkSums();
    }

    void charge(Attempt attempt) {
        trueCost = trueCost.plus(attempt.trueCost());
        boundedCost = boundedCost.plus(attempt.bounded());
        checkTruth();
    }

    void event(Money cost, Money reserved) {
        eventCosts = eventCosts.plus(cost);
        if (cost.compareTo(reserved) > 0) {
            excess = excess.plus(cost.minus(reserved));
        }
    }

    private Money granted() {
        return leases.values().stream().map(Lease::granted).reduce(Money.ZERO, Money::plus);
    }

    private void checkSums() {
        Money remaining = Money.ZERO;
        Money writtenOff = Money.ZERO;
        boolean everWrittenOff = false;
        for (Lease each : leases.values()) {
            remaining = remaining.plus(each.remaining());
            writtenOff = writtenOff.plus(each.writtenOff());
            everWrittenOff |= each.state() == Lease.State.WRITTEN_OFF;
            Invariant.I8_NO_NANO_IS_LOST.check(
                    !each.remaining().isNegative() && !each.writtenOff().isNegative(), each::toString);
        }
        Invariant.I4_BOOKS_ADD_UP.check(remaining.equals(balance.held()), () -> id + " " + balance + " " + leases);
        Money accounted = eventCosts.plus(writtenOff);
        Invariant.I4_BOOKS_ADD_UP.check(
                balance.spent().equals(accounted), () -> id + " spent " + balance.spent() + ", events " + accounted);
        Invariant.I7_OVERRUNS_ARE_COUNTED.check(
                everWrittenOff
                        ? balance.overrun().compareTo(excess) <= 0
                        : balance.overrun().equals(excess),
                () -> id + " overrun " + balance.overrun() + ", events " + excess);
    }

    /** The caller has stored what the transaction did to every account by now. */
    void checkTruth() {
        Money covered = balance.spent().minus(balance.overrun()).plus(balance.held());
        Invariant.I2_TRUE_COST_FITS_THE_CAP.check(
                boundedCost.compareTo(covered) <= 0,
                () -> id + " was billed " + boundedCost + ", books cover " + covered);
        Invariant.I2_TRUE_COST_FITS_THE_CAP.check(
                boundedCost.compareTo(highestCap) <= 0,
                () -> id + " was billed " + boundedCost + " of a cap of " + highestCap);
        Money beyond = trueCost.minus(boundedCost);
        Invariant.I2_TRUE_COST_FITS_THE_CAP.check(
                trueCost.compareTo(highestCap.plus(beyond)) <= 0, () -> id + " was billed " + trueCost);
    }

    void checkQuiet() {
        Invariant.I3_EVERYTHING_ENDS.check(balance.held().equals(Money.ZERO), () -> id + " still holds " + balance);
        for (Lease each : leases.values()) {
            Invariant.I3_EVERYTHING_ENDS.check(
                    each.state() == Lease.State.CLOSED || each.state() == Lease.State.WRITTEN_OFF, each::toString);
        }
    }
}
