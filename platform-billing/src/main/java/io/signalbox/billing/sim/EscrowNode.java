package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.Answer;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.GrantReply;
import io.signalbox.billing.escrow.GrantRequest;
import io.signalbox.billing.escrow.Hold;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.escrow.NodeEscrow;
import io.signalbox.billing.escrow.Verdict;
import io.signalbox.money.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A node as production runs it: {@link NodeEscrow}, a journal, a drain, and recovery at every start. Its clock runs as fast as it likes. */
final class EscrowNode implements SimulatedNode {

    private static final int BATCH = 20;
    private static final int TICK_MS = 100;
    private static final int DRAIN_MS = 500;
    private static final int PROVIDER_PATIENCE_MS = 10_000;
    private static final long NANOS_PER_MS = 1_000_000;

    private enum Phase {
        DOWN,
        BOOTING,
        SERVING,
        STOPPING,
        STOPPED
    }

    private final String id;
    private final Timeline time;
    private final Network network;
    private final Books books;
    private final Consumer<Set<BudgetId>> recallOthers;
    private final Disk disk;
    private final int clockPercent;
    private final Map<String, Attempt> asking = new HashMap<>();
    private Phase phase = Phase.DOWN;
    private int life;
    private int leaseCount;
    private int drained;
    private int outstanding;
    private boolean draining;
    private boolean woken;
    private Optional<NodeEscrow> escrow = Optional.empty();
    private NodeEpoch epoch;

    EscrowNode(String id, Timeline time, Network network, Books books, Consumer<Set<BudgetId>> recallOthers) {
        this.id = id;
        this.time = time;
        this.network = network;
        this.books = books;
        this.recallOthers = recallOthers;
        this.disk = new Disk(time);
        this.clockPercent = time.between(80, 125);
        this.epoch = new NodeEpoch(id, 0);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isUp() {
        return phase == Phase.SERVING;
    }

    @Override
    public boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    @Override
    public void start() {
        life++;
        phase = Phase.BOOTING;
        drained = 0;
        boot();
    }

    @Override
    public void crash() {
        time.tell(() -> id + " crashes");
        life++;
        phase = Phase.DOWN;
        escrow = Optional.empty();
        asking.clear();
        outstanding = 0;
        draining = false;
        disk.crash();
    }

    @Override
    public void stop() {
        phase = Phase.STOPPING;
        money().stop();
        pump();
    }

    private void boot() {
        network.call(
                id,
                () -> Optional.of(books.boot(id)),
                alive(begun -> {
                    epoch = begun;
                    time.tell(() -> id + " begins epoch " + begun.epoch());
                    drain(this::settleUnknown);
                }),
                alive(this::boot));
    }

    private void settleUnknown() {
        List<Attempt> open = disk.openIntents();
        if (open.isEmpty()) {
            closeOrphans();
            return;
        }
        for (Attempt each : open) {
            time.tell(() -> id + " counts " + each.id() + " in full");
            disk.append(new JournalEntry(JournalEntry.Kind.SETTLE, each, each.reserved()), () -> {});
        }
        time.after(10, alive(() -> drain(this::settleUnknown)));
    }

    private void closeOrphans() {
        network.call(
                id,
                () -> {
                    books.close(epoch, false);
                    return Optional.of(true);
                },
                alive(closed -> serve()),
                alive(this::closeOrphans));
    }

    private void serve() {
        phase = Phase.SERVING;
        escrow = Optional.of(new NodeEscrow(epoch, this::newLease, alive(this::wake), nowNanos()));
        tick();
        drainNow();
    }

    private LeaseId newLease() {
        return new LeaseId("lea_" + id + "_" + ++leaseCount);
    }

    private void tick() {
        pump();
        time.after(money().waiting() > 0 ? TICK_MS : TICK_MS * 10, alive(this::tick));
    }

    private void drainNow() {
        if (phase == Phase.STOPPED) {
            return;
        }
        drain(alive(() -> {
            endIfDone();
            time.after(DRAIN_MS, alive(this::drainNow));
        }));
    }

    @Override
    public void arrive(Attempt attempt) {
        if (phase != Phase.SERVING) {
            return;
        }
        Money bound = attempt.ask().upperBound();
        Optional<Hold> hold = money().reserve(attempt.ask().budgets(), bound);
        if (hold.isPresent()) {
            intend(attempt, hold.get());
            return;
        }
        asking.put(attempt.id(), attempt);
        money().submit(attempt.ask(), nowNanos() + time.between(100, 5_000) * NANOS_PER_MS);
        pump();
    }

    @Override
    public void recall(Set<BudgetId> budgets) {
        if (phase == Phase.SERVING) {
            money().recall(budgets);
            pump();
        }
    }

    private void wake() {
        if (!woken) {
            woken = true;
            int now = life;
            time.after(0, () -> {
                woken = false;
                if (life == now) {
                    pump();
                }
            });
        }
    }

    private void pump() {
        if (escrow.isEmpty()) {
            return;
        }
        NodeEscrow money = money();
        money.next(nowNanos()).ifPresent(this::send);
        money.answers().forEach(this::take);
    }

    private void send(GrantRequest request) {
        network.callRepeatable(
                id,
                () -> Optional.of(books.grant(request)),
                alive(reply -> reply.ifPresentOrElse(this::hear, this::giveWay)),
                alive(() -> {
                    money().failed(nowNanos());
                    pump();
                }));
    }

    /** A newer life of this node has begun, so this one must end: here, a start whose message was late. */
    private void giveWay() {
        time.tell(() -> id + " is superseded");
        crash();
        time.after(100, this::start);
    }

    private void hear(GrantReply reply) {
        money().answered(reply, nowNanos());
        for (Verdict each : reply.verdicts()) {
            if (each instanceof Verdict.InTheWay it && it.balance().held().nanos() > 0) {
                recallOthers.accept(Set.of(it.budget()));
            }
        }
        pump();
    }

    private void take(Answer answer) {
        Attempt attempt = asking.remove(answer.ask().eventId());
        Invariant.I3_EVERYTHING_ENDS.check(
                attempt != null, () -> answer.ask().eventId() + " is answered twice or was never asked");
        time.tell(() -> id + " answers " + answer);
        if (attempt != null && answer instanceof Answer.Held held) {
            intend(attempt, held.hold());
        }
    }

    private void intend(Attempt attempt, Hold hold) {
        outstanding++;
        attempt.reserve(hold.amount(), hold.leases());
        time.tell(() -> id + " holds " + hold.amount() + " for " + attempt.id());
        disk.append(new JournalEntry(JournalEntry.Kind.INTENT, attempt, Money.ZERO), () -> connect(attempt, hold));
    }

    private void connect(Attempt attempt, Hold hold) {
        Invariant.I6_DISK_COMES_FIRST.check(
                disk.holds(each -> each.attempt() == attempt), () -> attempt.id() + " is sent without an intent");
        books.sent(attempt);
        boolean lost = attempt.fate() == Attempt.Fate.ANSWER_LOST;
        time.after(lost ? PROVIDER_PATIENCE_MS : time.between(20, 4_000), alive(() -> end(attempt, hold)));
    }

    private void end(Attempt attempt, Hold hold) {
        Money cost = attempt.fate() == Attempt.Fate.ANSWER_LOST ? attempt.reserved() : attempt.trueCost();
        JournalEntry.Kind kind =
                attempt.fate() == Attempt.Fate.REFUSED ? JournalEntry.Kind.VOID : JournalEntry.Kind.SETTLE;
        disk.append(new JournalEntry(kind, attempt, cost), () -> {
            Invariant.I6_DISK_COMES_FIRST.check(
                    disk.holds(each -> each.attempt() == attempt && each.kind() == kind),
                    () -> attempt.id() + " ends before that is on disk");
            time.tell(() -> id + " ends " + attempt.id() + " at " + cost);
            outstanding--;
            hold.settle(cost);
        });
    }

    /** Brings what is on disk to the books; now and then some of it again. */
    private void drain(Runnable then) {
        List<JournalEntry> batch = disk.read(drained, BATCH);
        if (batch.isEmpty()) {
            then.run();
            return;
        }
        network.callRepeatable(
                id,
                () -> Optional.of(books.post(batch)),
                alive(moved -> {
                    drained += batch.size();
                    if (time.chance(3)) {
                        drained = Math.max(0, drained - time.between(1, 2 * BATCH));
                    }
                    escrow.ifPresent(money -> money.moved(moved));
                    drain(then);
                }),
                alive(() -> drain(then)));
    }

    private void endIfDone() {
        boolean done = phase == Phase.STOPPING
                && outstanding == 0
                && asking.isEmpty()
                && money().isSettled()
                && disk.openIntents().isEmpty()
                && disk.read(drained, 1).isEmpty();
        if (done && !draining) {
            draining = true;
            network.call(
                    id,
                    () -> {
                        books.close(epoch, true);
                        return Optional.of(true);
                    },
                    alive(closed -> phase = Phase.STOPPED),
                    alive(() -> draining = false));
        }
    }

    private NodeEscrow money() {
        return escrow.orElseThrow();
    }

    private long nowNanos() {
        return time.nowMs() * NANOS_PER_MS / 100 * clockPercent - 77L * clockPercent;
    }

    private Runnable alive(Runnable what) {
        int now = life;
        return () -> {
            if (life == now) {
                what.run();
            }
        };
    }

    private <T> Consumer<T> alive(Consumer<T> what) {
        int now = life;
        return value -> {
            if (life == now) {
                what.accept(value);
            }
        };
    }
}
