package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Reservations in their order, one transaction at a time: while one is under way the next batch gathers. A request that only held money stands
 * against waits, first come first served, and is decided anew whenever money of its budgets moves, and every {@value #RETRY_MS} ms because other nodes
 * move money too. Requests arrive from any thread by a lock-free queue; everything else happens on one context.
 */
final class HoldQueue {

    private static final int BATCH_MAX = 256;
    private static final int RETRY_MS = 100;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Context home;
    private final Vertx vertx;
    private final Database database;
    private final NodeEpoch node;
    private final BudgetGateOptions options;
    private final LeaseStore leases = new LeaseStore();
    private final NodeStore nodes = new NodeStore();
    private final DoubtfulLeases doubtful;
    private final BiConsumer<HoldRequest, HeldMoney> onHeld;

    private final Queue<HoldRequest> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final LinkedHashSet<HoldRequest> waiting = new LinkedHashSet<>();
    private final Set<BudgetId> movedMeanwhile = new HashSet<>();
    private volatile Runnable onWaiting = () -> {};
    private volatile int waitingCount;
    private volatile boolean running;
    private boolean ticking;

    /** What was committed for a request: its verdict and the leases that hold it. */
    record HeldMoney(EscrowVerdict.Granted verdict, List<Grant> grants) {}

    /** {@code onHeld} is told, on the queue's own context, of money held: it goes on from there. */
    HoldQueue(
            Vertx vertx,
            Database database,
            NodeEpoch node,
            BudgetGateOptions options,
            BiConsumer<HoldRequest, HeldMoney> onHeld) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.database = database;
        this.node = node;
        this.options = options;
        this.onHeld = onHeld;
        this.doubtful = new DoubtfulLeases(home, database, leases, node, this::moved);
    }

    /** From any thread. */
    void submit(HoldRequest request) {
        if (arrived.incrementAndGet() > options.queuedMax()) {
            arrived.decrementAndGet();
            request.fail(Fault.of(FaultCode.OVERLOADED, "The gateway is overloaded; try again shortly."));
            return;
        }
        arrivals.add(request);
        if (woken.compareAndSet(false, true)) {
            home.runOnContext(here -> {
                woken.set(false);
                run();
            });
        }
    }

    /** Money of these budgets was settled or given back. From any thread. */
    void moved(Set<BudgetId> budgets) {
        if (waitingCount == 0 && !running) {
            return;
        }
        home.runOnContext(here -> {
            movedMeanwhile.addAll(budgets);
            for (HoldRequest each : waiting) {
                if (!Collections.disjoint(each.budgets(), budgets)) {
                    each.markDue();
                }
            }
            run();
        });
    }

    /** Nothing will be sent for these leases. From any thread. */
    void abandon(List<Grant> grants) {
        doubtful.add(grants);
    }

    /** Calls {@code listener} when a request begins to wait for money; on the queue's own context. */
    void onWaiting(Runnable listener) {
        this.onWaiting = listener;
    }

    /** How many wait for money in flight. */
    int waiting() {
        return waitingCount;
    }

    private void run() {
        if (running) {
            return;
        }
        List<HoldRequest> next = nextBatch();
        if (next.isEmpty()) {
            return;
        }
        running = true;
        movedMeanwhile.clear();
        HoldBatch batch = new HoldBatch(next, node, leases, nodes);
        batch.run(database, options.holdTimeout()).onComplete(done -> {
            running = false;
            end(batch, done);
            run();
        });
    }

    private List<HoldRequest> nextBatch() {
        List<HoldRequest> batch = new ArrayList<>();
        for (HoldRequest each : waiting) {
            if (batch.size() < BATCH_MAX && each.takeDue()) {
                batch.add(each);
            }
        }
        while (batch.size() < BATCH_MAX) {
            HoldRequest next = arrivals.poll();
            if (next == null) {
                break;
            }
            arrived.decrementAndGet();
            batch.add(next);
        }
        return batch;
    }

    private void end(HoldBatch batch, AsyncResult<List<EscrowVerdict>> done) {
        if (done.failed()) {
            batch.requests().forEach(request -> {
                waiting.remove(request);
                request.fail(unavailable(done.cause()));
            });
            waitingCount = waiting.size();
            if (!batch.granted().isEmpty()) {
                doubtful.add(batch.granted());
            }
            return;
        }
        for (int i = 0; i < batch.requests().size(); i++) {
            HoldRequest request = batch.requests().get(i);
            done.result()
                    .get(i)
                    .act(
                            granted -> held(request, new HeldMoney(granted, batch.grantedTo(request))),
                            inTheWay -> await(request, inTheWay.budget().denial()),
                            tooShort -> answer(
                                    request,
                                    new ReserveOutcome.Exhausted(
                                            tooShort.budget().denial())));
        }
        waitingCount = waiting.size();
        if (!waiting.isEmpty()) {
            onWaiting.run();
        }
        tick();
    }

    private void held(HoldRequest request, HeldMoney money) {
        waiting.remove(request);
        onHeld.accept(request, money);
    }

    private void await(HoldRequest request, BudgetDenial denial) {
        boolean full = waiting.size() >= options.waitingMax() && !waiting.contains(request);
        if (full || request.isOverdue(System.nanoTime())) {
            answer(request, new ReserveOutcome.InFlight(denial, RETRY_AFTER));
            return;
        }
        waiting.add(request);
        if (!Collections.disjoint(request.budgets(), movedMeanwhile)) {
            request.markDue();
        }
    }

    private void answer(HoldRequest request, ReserveOutcome outcome) {
        waiting.remove(request);
        request.answer(outcome);
    }

    private void tick() {
        if (ticking || waiting.isEmpty()) {
            return;
        }
        ticking = true;
        vertx.setTimer(RETRY_MS, now -> {
            ticking = false;
            waiting.forEach(HoldRequest::markDue);
            run();
            tick();
        });
    }

    private static Throwable unavailable(Throwable cause) {
        return cause instanceof Fault
                ? cause
                : Fault.with(FaultCode.UNAVAILABLE, "Budgets cannot be checked at the moment; try again shortly.")
                        .cause(cause)
                        .build();
    }
}
