package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.Answer;
import io.signalbox.billing.escrow.Balance;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.GrantRequest;
import io.signalbox.billing.escrow.Hold;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.escrow.NodeEscrow;
import io.signalbox.db.CallerContext;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's {@link NodeEscrow} with its surroundings: purses for every thread, and one context on which what they cannot serve waits, is asked for and is
 * answered, one transaction at a time. Requests come by a lock-free queue.
 */
final class HoldQueue {

    private static final Logger LOGGER = LoggerFactory.getLogger(HoldQueue.class);
    private static final int TICK_MS = 100;
    private static final int RESETS_MAX = 10_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Context home;
    private final Vertx vertx;
    private final GrantDesk desk;
    private final BudgetGateOptions options;
    private final NodeEscrow escrow;
    private final BiConsumer<HoldRequest, Answer.Held> onHeld;

    private final Queue<HoldRequest> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pendingCount = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final LongAdder refills = new LongAdder();
    private final LongAdder recalls = new LongAdder();
    private final Map<String, HoldRequest> pending = new HashMap<>();
    private final Map<BudgetId, Instant> resets = new HashMap<>();
    private final List<Promise<Boolean>> stopping = new ArrayList<>();
    private volatile Runnable onWaiting = () -> {};
    private volatile int waitingCount;
    private boolean asking;
    private @Nullable Throwable lastFailure;
    private long ticker;

    /** {@code onHeld} is told, on the queue's own context, of money held: it goes on from there. */
    HoldQueue(
            Vertx vertx,
            GrantDesk desk,
            NodeEpoch node,
            Supplier<LeaseId> newLease,
            BudgetGateOptions options,
            BiConsumer<HoldRequest, Answer.Held> onHeld) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.desk = desk;
        this.options = options;
        this.onHeld = onHeld;
        this.escrow = new NodeEscrow(node, newLease, this::wake, System.nanoTime());
        home.runOnContext(here -> ticker = vertx.setPeriodic(TICK_MS, tick -> run()));
    }

    /** Money for an attempt at once, from memory; empty when it has to be asked for. From any thread. */
    Optional<Hold> take(List<BudgetId> budgets, Money amount) {
        return escrow.reserve(budgets, amount);
    }

    /** From any thread. */
    void submit(HoldRequest request) {
        if (pendingCount.incrementAndGet() > options.queuedMax()) {
            pendingCount.decrementAndGet();
            request.fail(Fault.of(FaultCode.OVERLOADED, "The gateway is overloaded; try again shortly."));
            return;
        }
        arrivals.add(request);
        wake();
    }

    /** Money of these budgets was spent or given back in PostgreSQL. From any thread. */
    void moved(Set<BudgetId> budgets) {
        if (waitingCount > 0) {
            home.runOnContext(here -> {
                escrow.moved(budgets);
                run();
            });
        }
    }

    /** Others need what is free of these budgets. From any thread. */
    void recall(Set<BudgetId> budgets) {
        escrow.shut(budgets);
        home.runOnContext(here -> {
            escrow.recall(budgets);
            run();
        });
    }

    /** Others may need what is free of any budget. From any thread. */
    void recallAll() {
        home.runOnContext(here -> {
            escrow.recallAll();
            run();
        });
    }

    /** Calls {@code listener} when a request waits for money; on the queue's own context. */
    void onWaiting(Runnable listener) {
        this.onWaiting = listener;
    }

    /** How many wait for money in flight. */
    int waiting() {
        return waitingCount;
    }

    /** How often this node has asked for money, or given some back. */
    long refills() {
        return refills.sum();
    }

    /** How often it has called money back from other nodes. */
    long recalls() {
        return recalls.sum();
    }

    /**
     * Gives everything back that is free and asks for nothing more. Completes, on the caller's context, when PostgreSQL has it, with whether nothing is left
     * with this node.
     */
    Future<Boolean> stop() {
        Promise<Boolean> stopped = Promise.promise();
        home.runOnContext(here -> {
            stopping.add(stopped);
            escrow.stop();
            run();
        });
        return CallerContext.of(stopped.future());
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            home.runOnContext(here -> {
                woken.set(false);
                run();
            });
        }
    }

    private void run() {
        for (HoldRequest each = arrivals.poll(); each != null; each = arrivals.poll()) {
            pending.put(each.ask().eventId(), each);
            escrow.submit(each.ask(), each.giveUpAtNanos());
        }
        Optional<GrantRequest> next = escrow.next(System.nanoTime());
        next.ifPresent(this::ask);
        tell();
        if (!stopping.isEmpty() && !asking && !escrow.isInDoubt()) {
            vertx.cancelTimer(ticker);
            stopping.forEach(each -> each.complete(escrow.isSettled()));
            stopping.clear();
        }
    }

    private void ask(GrantRequest request) {
        asking = true;
        refills.increment();
        desk.ask(request).onComplete(done -> {
            asking = false;
            if (done.succeeded()) {
                answered(done.result());
            } else {
                failed(done.cause());
            }
            run();
        });
    }

    private void answered(GrantDesk.Decision decision) {
        lastFailure = null;
        recalls.add(decision.recalled().size());
        if (resets.size() > RESETS_MAX) {
            resets.clear();
        }
        resets.putAll(decision.resets());
        escrow.answered(decision.reply(), System.nanoTime());
        if (waitingCount > 0) {
            onWaiting.run();
        }
    }

    private void failed(Throwable cause) {
        if (lastFailure == null) {
            LOGGER.atWarn()
                    .addKeyValue(LogKey.CAUSE, cause.toString())
                    .log("money cannot be asked for: serving from what is here");
        }
        lastFailure = cause;
        escrow.failed(System.nanoTime());
    }

    private void tell() {
        for (Answer each : escrow.answers()) {
            HoldRequest request = pending.remove(each.ask().eventId());
            if (request == null) {
                throw new IllegalStateException(
                        "answer for unknown " + each.ask().eventId());
            }
            pendingCount.decrementAndGet();
            tell(request, each);
        }
        waitingCount = escrow.waiting();
    }

    private void tell(HoldRequest request, Answer answer) {
        if (answer instanceof Answer.Held held) {
            onHeld.accept(request, held);
        } else if (answer instanceof Answer.InFlight it) {
            request.answer(new ReserveOutcome.InFlight(denial(request, it.budget(), it.balance()), RETRY_AFTER));
        } else if (answer instanceof Answer.Exhausted it) {
            request.answer(new ReserveOutcome.Exhausted(denial(request, it.budget(), it.balance())));
        } else {
            request.fail(unavailable(lastFailure));
        }
    }

    private BudgetDenial denial(HoldRequest request, BudgetId budget, Balance balance) {
        return request.denial(budget, balance, Optional.ofNullable(resets.get(budget)));
    }

    private static Throwable unavailable(@Nullable Throwable cause) {
        if (cause instanceof Fault) {
            return cause;
        }
        Fault.Builder fault =
                Fault.with(FaultCode.UNAVAILABLE, "Budgets cannot be checked at the moment; try again shortly.");
        return (cause == null ? fault : fault.cause(cause)).build();
    }
}
