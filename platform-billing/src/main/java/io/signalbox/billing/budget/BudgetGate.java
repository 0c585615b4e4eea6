package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.Answer;
import io.signalbox.billing.escrow.Ask;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.Hold;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.PayloadWriter;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every attempt passes before a byte of it goes upstream, and again before its answer ends. One per node, called from all event loops; futures complete
 * on the caller's context.
 *
 * <pre>
 * reserve: money from this node's purse of every budget that applies, from memory → INTENT on the journal's disk → Held
 *          a purse is short: asked for in PostgreSQL, in order → INTENT …
 * settle:  SETTLE on the journal's disk → what was not needed is back in the purses; PostgreSQL hears of it from the drain
 * release: VOID on the journal's disk → all of it is back in the purses
 * </pre>
 *
 * A node that dies between the two leaves an intent whose whole reservation counts; money in its purses was never at risk and comes back at its next
 * start. Nothing is ever given back because time has passed.
 */
public final class BudgetGate {

    private static final int VOID_VERSION = 1;

    private final BudgetWatch watch;
    private final Journal journal;
    private final InstantSource clock;
    private final BudgetGateOptions options;
    private final HoldQueue holds;
    private final String node;

    /** What a gate is made of. {@code node} must be its newest life, with everything before it accounted for. */
    public record Parts(
            Vertx vertx,
            Database database,
            ChangeFeed changes,
            BudgetWatch watch,
            Journal journal,
            NodeEpoch node,
            IdSource ids,
            InstantSource clock,
            BudgetGateOptions options) {}

    public BudgetGate(Parts parts) {
        this.watch = parts.watch();
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.options = parts.options();
        this.node = parts.node().node();
        GrantDesk desk =
                new GrantDesk(parts.database(), parts.changes(), parts.options().holdTimeout());
        this.holds = new HoldQueue(
                parts.vertx(),
                desk,
                parts.node(),
                () -> new LeaseId(parts.ids().next("lea")),
                parts.options(),
                this::intend);
    }

    /**
     * Holds the most the attempt can cost in every budget that applies, all or nothing. Waits for a while for money that only running requests hold.
     * Fails with {@code UNAVAILABLE} when the purses here are short and PostgreSQL does not answer, or the journal does not, {@code OVERLOADED} when either has
     * no room, {@code INVALID_REQUEST} when the amount is beyond counting. After a failure nothing may be sent and nothing stays held.
     */
    public Future<ReserveOutcome> reserve(ReserveRequest request) {
        if (!journal.isAdmitting()) {
            return Future.failedFuture(
                    Fault.of(FaultCode.OVERLOADED, "The gateway is catching up with its accounts; try again shortly."));
        }
        Future<List<Budget>> applying = watch.applyingTo(SpendFacts.of(request));
        return applying.succeeded()
                ? reserve(request, applying.result())
                : applying.compose(budgets -> reserve(request, budgets));
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
        Settlement settlement = new Settlement(event, reservation.amount(), reservation.leases());
        return journal.append(RecordType.SETTLE, settlement.write())
                .onSuccess(onDisk -> spend(reservation, event.cost().orElse(Money.ZERO)));
    }

    private void spend(Reservation reservation, Money cost) {
        reservation.hold().ifPresent(hold -> hold.settle(cost));
        if (cost.compareTo(reservation.amount()) > 0 && !reservation.budgets().isEmpty()) {
            // What was not reserved may be what is free here: PostgreSQL decides over it when it knows.
            holds.recall(Set.copyOf(reservation.budgets()));
        }
    }

    /** Gives the money back: nothing was billed. {@code why} is for people. Needs no waiting for. */
    public Future<Void> release(Reservation reservation, String why) {
        byte[] ended = new PayloadWriter(VOID_VERSION)
                .text(reservation.eventId())
                .text(why)
                .bytes();
        return journal.append(RecordType.VOID, ended)
                .onSuccess(onDisk -> reservation.hold().ifPresent(Hold::release));
    }

    /** Money of these budgets has moved in PostgreSQL: whoever waits for it is decided anew. From any thread. */
    public void moved(Set<BudgetId> budgets) {
        holds.moved(budgets);
    }

    /** Subscribe this to the change feed: money that others need, or that a changed budget does not allow any more, goes back. */
    public void onChange(Change change) {
        if (change.isEverything()) {
            holds.recallAll();
        } else if (change.touches(Topic.RECALLS)) {
            String[] of = change.subject().split(" ", 2);
            if (of.length == 2 && !of[1].equals(node)) {
                holds.recall(Set.of(new BudgetId(of[0])));
            }
        } else if (change.touches(Topic.BUDGETS) && change.subject().startsWith("bud_")) {
            holds.recall(Set.of(new BudgetId(change.subject())));
        }
    }

    /** Calls {@code listener} when requests begin to wait for money in flight: settlements on their way should hurry. */
    public void onWaiting(Runnable listener) {
        holds.onWaiting(listener);
    }

    /** How many requests wait for money in flight. */
    public int waiting() {
        return holds.waiting();
    }

    /** How often money was asked for or given back, which is how many transactions reservations have cost. */
    public long refills() {
        return holds.refills();
    }

    /** How often money was called back from other nodes. */
    public long recalls() {
        return holds.recalls();
    }

    /**
     * Gives back what is free and reserves nothing more under budgets. Completes with whether no attempt has money left, so that this node's leases can be
     * closed once its journal is accounted for.
     */
    public Future<Boolean> stop() {
        return holds.stop();
    }

    private Future<ReserveOutcome> reserve(ReserveRequest request, List<Budget> budgets) {
        if (request.deployment().rates().isEmpty()) {
            return budgets.isEmpty()
                    ? intend(request, unbudgeted(request, Money.ZERO))
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
            return intend(request, unbudgeted(request, upperBound));
        }
        List<BudgetId> ids = ids(budgets);
        Optional<Hold> hold = holds.take(ids, upperBound);
        return hold.isPresent()
                ? intend(request, Reservation.of(request.eventId(), ids, hold.get(), request.outputTokens(), false))
                : ask(request, budgets, ids, rates);
    }

    private static List<BudgetId> ids(List<Budget> budgets) {
        List<BudgetId> ids = new ArrayList<>(budgets.size());
        for (Budget each : budgets) {
            ids.add(each.id());
        }
        return ids;
    }

    private Future<ReserveOutcome> ask(ReserveRequest request, List<Budget> budgets, List<BudgetId> ids, Rates rates) {
        Ask ask = new Ask(
                request.eventId(),
                ids,
                rates,
                request.inputTokens(),
                request.outputTokens(),
                request.minOutputTokens());
        HoldRequest hold = new HoldRequest(
                request, ask, budgets, System.nanoTime() + patience(request).toNanos(), Vertx.currentContext());
        holds.submit(hold);
        return hold.outcome().future();
    }

    private Duration patience(ReserveRequest request) {
        return request.timeLeft().compareTo(options.patience()) < 0 ? request.timeLeft() : options.patience();
    }

    private static Reservation unbudgeted(ReserveRequest request, Money upperBound) {
        return Reservation.unbounded(request.eventId(), upperBound, request.outputTokens());
    }

    private Future<ReserveOutcome> intend(ReserveRequest request, Reservation reservation) {
        return journal.append(RecordType.INTENT, intent(request, reservation))
                .<ReserveOutcome>map(onDisk -> new ReserveOutcome.Held(reservation))
                .onFailure(failed -> reservation.hold().ifPresent(Hold::release));
    }

    private void intend(HoldRequest request, Answer.Held held) {
        Reservation reservation = Reservation.of(
                request.request().eventId(), held.ask().budgets(), held.hold(), held.outputTokens(), held.clamped());
        // The journal answers on the caller's context, so the outcome needs no hop of its own.
        journal.append(RecordType.INTENT, intent(request.request(), reservation), request.context())
                .onSuccess(onDisk -> request.outcome().complete(new ReserveOutcome.Held(reservation)))
                .onFailure(failed -> {
                    held.hold().release();
                    request.fail(failed);
                });
    }

    private byte[] intent(ReserveRequest request, Reservation reservation) {
        return Intent.of(request, reservation, clock.instant()).write();
    }
}
