package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.concurrent.TimeUnit;

/** What a node's one context knows of a lease besides its purse: how far the talk with the authority has come, and how fast it is spent. */
final class LeaseHand {

    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int RECENT_SAMPLES = 5;

    private final Purse purse;
    private long moves;
    private Money granted = Money.ZERO;
    private Money givenBack = Money.ZERO;
    private Money wanted = Money.ZERO;
    private Money recentlySpent = Money.ZERO;
    private Money spentBefore = Money.ZERO;
    private long sampledAtNanos;
    private long touchedAtNanos;
    private long endsAfterNanos = BudgetAccount.FOR_EVER;
    private long heardAtNanos;

    LeaseHand(Purse purse, long nowNanos) {
        this.purse = purse;
        this.sampledAtNanos = nowNanos;
        this.touchedAtNanos = nowNanos;
        this.heardAtNanos = nowNanos;
    }

    Purse purse() {
        return purse;
    }

    /** Notes the most that an ask of late wanted: a lease is worth at least one such. */
    void wants(Money amount, long nowNanos) {
        wanted = amount;
        touchedAtNanos = nowNanos;
    }

    /** What would last for a while: the spending of the last seconds, and no less than one ask. */
    Money wish() {
        return wanted.compareTo(recentlySpent) > 0 ? wanted : recentlySpent;
    }

    /** The next move, which takes along all that is free. */
    LeaseMove givingBack(Money wish) {
        purse.lowWater(0);
        return move(new Money(purse.takeAll()), wish);
    }

    /** The next move, which only asks for more. */
    LeaseMove refilling() {
        return move(Money.ZERO, wish());
    }

    private LeaseMove move(Money giveBack, Money wish) {
        moves++;
        givenBack = givenBack.plus(giveBack);
        return new LeaseMove(purse.lease(), purse.budget(), moves, giveBack, wish);
    }

    /** What the authority has granted that this node did not know of yet. */
    Money receive(LeaseReply reply, long nowNanos) {
        Money more = reply.granted().minus(granted);
        if (more.isNegative()) {
            throw new IllegalStateException(reply + " is less than " + granted + " granted before");
        }
        granted = reply.granted();
        endsAfterNanos = reply.lastsNanos();
        heardAtNanos = nowNanos;
        return more;
    }

    /** Whether its period may be over, by the time that has passed since the authority told how long it lasts. */
    boolean mayBeOver(long nowNanos) {
        return endsAfterNanos != BudgetAccount.FOR_EVER && nowNanos - heardAtNanos >= endsAfterNanos;
    }

    void sample(long nowNanos) {
        if (nowNanos - sampledAtNanos < SAMPLE_NANOS) {
            return;
        }
        sampledAtNanos = nowNanos;
        Money spent = purse.spent();
        long kept = recentlySpent.nanos() / RECENT_SAMPLES * (RECENT_SAMPLES - 1);
        recentlySpent = new Money(kept).plus(spent.minus(spentBefore));
        spentBefore = spent;
        if (purse.wasTouched()) {
            touchedAtNanos = nowNanos;
        }
    }

    boolean isIdle(long nowNanos) {
        return nowNanos - touchedAtNanos >= IDLE_NANOS;
    }

    /** Nothing of it is free or out with an attempt. */
    boolean isUsedUp() {
        return granted.minus(givenBack).minus(purse.spent()).nanos() == 0;
    }
}
