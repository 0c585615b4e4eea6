package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.PayloadWriter;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * What every attempt passes before a byte of it goes upstream, and again before its answer ends. One per node, called from all event loops; futures complete
 * on the caller's context.
 *
 * <pre>
 * reserve: money held in PostgreSQL in every budget that applies → INTENT on the journal's disk → Held
 * settle:  SETTLE on the journal's disk → done; PostgreSQL hears of it from the drain
 * release: VOID on the journal; nothing was billed
 * </pre>
 *
 * Without a budget there is no SQL: the intent alone is journaled. A node that dies between the two leaves an intent whose whole reservation
 * counts; money held without an intent was never at risk and is given back. Nothing is ever given back because time has passed.
 */
public final class BudgetGate {

    private static final int VOID_VERSION = 1;

    private final BudgetWatch watch;
    private final Journal journal;
    private final InstantSource clock;
    private final BudgetGateOptions options;
    private final HoldQueue holds;

    /** {@code node} must be the node's newest life, with everything before it accounted for. */
    public BudgetGate(
            Vertx vertx,
            Database database,
            BudgetWatch watch,
            Journal journal,
            NodeEpoch node,
            InstantSource clock,
            BudgetGateOptions options) {
        this.watch = watch;
        this.journal = journal;
        this.clock = clock;
        this.options = options;
        this.holds = new HoldQueue(vertx, database, node, options, this::intend);
    }

    /**
     * Holds the most the attempt can cost in every budget that applies, all or nothing. Waits for a while for money that only running requests hold.
     * Fails with {@code UNAVAILABLE} when PostgreSQL or the journal cannot answer, {@code OVERLOADED} when either has no room,
     * {@code INVALID_REQUEST} when the amount is beyond counting. After a failure nothing may be sent and nothing stays held.
     */
    public Future<ReserveOutcome> reserve(ReserveRequest request) {
        if (!journal.isAdmitting()) {
            return Future.failedFuture(
                    Fault.of(FaultCode.OVERLOADED, "The gateway is catching up with its accounts; try again shortly."));
        }
        return watch.applyingTo(SpendFacts.of(request)).compose(budgets -> reserve(request, budgets));
    }

    /** What the budget behind {@code denial} wants done about an attempt that it refused; {@code BLOCK} when it is gone meanwhile. */
    public Future<BudgetAction> actionOf(ReserveRequest refused, BudgetDenial denial) {
        return watch.applyingTo(SpendFacts.of(refused))
                .map(budgets -> budgets.stream()
                        .filter(budget -> budget.id().value().equals(denial.budgetId()))
                        .findFirst()
                        .map(budget -> budget.terms().action())
                        .orElse(BudgetAction.BLOCK));
    }

    /**
     * Writes down what the attempt used; completes when it is on disk, which must be before its answer ends. An amount beyond the reservation counts in
     * full. Settling again, or after a release, changes nothing that was already counted.
     */
    public Future<Void> settle(Reservation reservation, UsageEvent event) {
        if (!event.eventId().equals(reservation.eventId())) {
            throw new IllegalArgumentException(
                    "event " + event.eventId() + " does not settle reservation " + reservation.eventId());
        }
        return journal.append(RecordType.SETTLE, new Settlement(event, reservation.amount()).write());
    }

    /** Gives the money back: nothing was billed. {@code why} is for people. Needs no waiting for. */
    public Future<Void> release(Reservation reservation, String why) {
        return journal.append(
                RecordType.VOID,
                new PayloadWriter(VOID_VERSION)
                        .text(reservation.eventId())
                        .text(why)
                        .bytes());
    }

    /** Money of these budgets has moved in PostgreSQL: whoever waits for it is decided anew. From any thread. */
    public void moved(Set<BudgetId> budgets) {
        holds.moved(budgets);
    }

    /** Calls {@code listener} when requests begin to wait for money in flight: settlements on their way should hurry. */
    public void onWaiting(Runnable listener) {
        holds.onWaiting(listener);
    }

    /** How many requests wait for money in flight. */
    public int waiting() {
        return holds.waiting();
    }

    private Future<ReserveOutcome> reserve(ReserveRequest request, List<Budget> budgets) {
        if (request.deployment().rates().isEmpty()) {
            return budgets.isEmpty()
                    ? intendUnbudgeted(request, Money.ZERO)
                    : Future.succeededFuture(
                            new ReserveOutcome.Unpriceable(budgets.get(0).id().value()));
        }
        Rates rates = request.deployment().rates().get();
        Money upperBound;
        try {
            upperBound = rates.upperBound(request.inputTokens(), request.outputTokens());
        } catch (ArithmeticException beyondCounting) {
            return Future.failedFuture(Fault.with(FaultCode.INVALID_REQUEST, "The output limit is too large.")
                    .cause(beyondCounting)
                    .build());
        }
        if (budgets.isEmpty()) {
            return intendUnbudgeted(request, upperBound);
        }
        EscrowAsk ask = new EscrowAsk(
                request.eventId(),
                budgets.stream().map(Budget::id).toList(),
                rates,
                request.inputTokens(),
                request.outputTokens(),
                request.minOutputTokens());
        HoldRequest hold = new HoldRequest(
                request, ask, System.nanoTime() + patience(request).toNanos(), Vertx.currentContext());
        holds.submit(hold);
        return hold.outcome().future();
    }

    private Duration patience(ReserveRequest request) {
        return request.timeLeft().compareTo(options.patience()) < 0 ? request.timeLeft() : options.patience();
    }

    private Future<ReserveOutcome> intendUnbudgeted(ReserveRequest request, Money upperBound) {
        Reservation reservation = new Reservation(request.eventId(), upperBound, request.outputTokens(), false);
        return journal.append(RecordType.INTENT, intent(request, reservation))
                .map(onDisk -> new ReserveOutcome.Held(reservation));
    }

    private void intend(HoldRequest hold, HoldQueue.HeldMoney money) {
        ReserveRequest request = hold.request();
        Reservation reservation = new Reservation(
                request.eventId(),
                money.verdict().amount(),
                money.verdict().outputTokens(),
                money.verdict().clamped());
        // The journal answers on the caller's context, so the outcome needs no hop of its own.
        journal.append(RecordType.INTENT, intent(request, reservation), hold.context())
                .onComplete(onDisk -> {
                    if (onDisk.succeeded()) {
                        hold.outcome().complete(new ReserveOutcome.Held(reservation));
                        return;
                    }
                    holds.abandon(money.grants());
                    hold.fail(onDisk.cause());
                });
    }

    private byte[] intent(ReserveRequest request, Reservation reservation) {
        return Intent.of(request, reservation.amount(), clock.instant()).write();
    }
}
