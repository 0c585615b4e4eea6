package io.signalbox.billing.drain;

import io.signalbox.billing.budget.Intent;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.JournalReader;
import io.signalbox.billing.journal.JournalRecord;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.db.CallerContext;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journal into PostgreSQL, in order, one transaction at a time: while one runs, the next batch gathers, and after a small one
 * for {@value #REST_MS} ms more unless somebody waits. Nothing is lost while PostgreSQL is
 * away, since records leave the journal only by segments of which everything is accounted for; nothing counts twice, since event ids dedupe. A
 * record whose data PostgreSQL refuses is set aside and told of, so that one cannot block all: its intent stays open and counts in full at the next
 * start. Lives on one context; getters are for any thread.
 */
public final class JournalDrain {

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalDrain.class);
    private static final int BATCH_MAX = 200;
    private static final int WORTHWHILE = 100;
    private static final long REST_MS = 10;
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LAST_PAUSE_MS = 2_000;

    private final Vertx vertx;
    private final Context home;
    private final Journal journal;
    private final JournalReader reader;
    private final DrainPosting posting;
    private final OpenIntents open = new OpenIntents();
    private final List<CatchUp> awaited = new ArrayList<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private Consumer<Set<BudgetId>> onMoved = moved -> {};
    private BooleanSupplier isAwaited = () -> false;
    private OptionalLong resting = OptionalLong.empty();
    private boolean running;
    private long pauseMs = FIRST_PAUSE_MS;
    private long passedRecords;
    private volatile boolean stopped;
    private volatile long accountedRecords;
    private volatile long refusedRecords;
    private volatile long oldestReadNanos;
    private volatile int openIntents;

    public JournalDrain(Vertx vertx, Journal journal, DrainPosting posting) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.journal = journal;
        this.reader = journal.reader();
        this.posting = posting;
    }

    /** Follows the journal from now on, telling {@code onMoved} which budgets' money has moved; does not rest while {@code isAwaited}. */
    public void follow(Consumer<Set<BudgetId>> onMoved, BooleanSupplier isAwaited) {
        home.runOnContext(here -> {
            this.onMoved = onMoved;
            this.isAwaited = isAwaited;
        });
        journal.onDurable(this::wake);
        wake();
    }

    /** Somebody waits for what is on its way: a rest ends now. From any thread. */
    public void hurry() {
        home.runOnContext(here -> endRest());
    }

    /**
     * Completes, on the caller's context, when everything that was appended to the journal before is accounted for, however long PostgreSQL is away;
     * fails with {@code UNAVAILABLE} when the drain stops with some of it left.
     */
    public Future<Void> catchUp() {
        CatchUp asked = new CatchUp(journal.appendedRecords(), Promise.promise());
        home.runOnContext(here -> {
            if (stopped && !running) {
                asked.done().fail(stoppedEarly());
                return;
            }
            awaited.add(asked);
            endRest();
            run();
        });
        return CallerContext.of(asked.done().future());
    }

    /** Attempts whose intent was read and whose end was not. Meaningful after {@link #catchUp} while nothing is appended. */
    public Future<List<Intent>> openIntents() {
        Promise<List<Intent>> answer = Promise.promise();
        home.runOnContext(here -> answer.complete(open.all()));
        return CallerContext.of(answer.future());
    }

    /** Stops after the running transaction; what is left stays in the journal. */
    public void stop() {
        stopped = true;
        home.runOnContext(here -> {
            endRest();
            if (!running) {
                end();
            }
        });
    }

    /** Records on disk that PostgreSQL does not have yet. */
    public long waitingRecords() {
        return Math.max(0, journal.durableRecords() - accountedRecords);
    }

    /** How long the oldest record that was read has been waiting for PostgreSQL; zero when none is. */
    public Duration lag() {
        long since = oldestReadNanos;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Records that PostgreSQL would not take for what is in them. Someone must look. */
    public long refusedRecords() {
        return refusedRecords;
    }

    /** Attempts under way, as far as they have been read. */
    public int openIntentCount() {
        return openIntents;
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
        if (running || stopped) {
            return;
        }
        running = true;
        next();
    }

    private void next() {
        vertx.executeBlocking(this::readBlocking, false).compose(this::account).onComplete(done -> {
            if (stopped || done.succeeded() && done.result() == 0) {
                end();
            } else if (done.succeeded()) {
                rest(done.result());
            } else {
                LOGGER.atError().setCause(done.cause()).log("journal cannot be drained; trying again");
                pause().onComplete(later -> next());
            }
        });
    }

    /** A small batch has cost a transaction of its own; unless somebody waits, the next one may gather a little longer. */
    private void rest(int records) {
        if (records >= WORTHWHILE || !awaited.isEmpty() || isAwaited.getAsBoolean()) {
            next();
            return;
        }
        resting = OptionalLong.of(vertx.setTimer(REST_MS, over -> {
            resting = OptionalLong.empty();
            next();
        }));
    }

    private void endRest() {
        if (resting.isPresent() && vertx.cancelTimer(resting.getAsLong())) {
            resting = OptionalLong.empty();
            next();
        }
    }

    private void end() {
        running = false;
        if (stopped) {
            awaited.forEach(each -> each.done().fail(stoppedEarly()));
            awaited.clear();
            Telemetry.unattended(vertx.executeBlocking(this::closeReaderBlocking, false), "close the journal's reader");
        } else if (reader.isAtEnd()) {
            tell(passedRecords);
        } else {
            run();
        }
    }

    private void tell(long passed) {
        List<CatchUp> told =
                awaited.stream().filter(each -> each.records() <= passed).toList();
        awaited.removeAll(told);
        told.forEach(each -> each.done().complete());
    }

    private static Fault stoppedEarly() {
        return Fault.of(FaultCode.UNAVAILABLE, "The gateway is stopping before its accounts have caught up.");
    }

    /** Somebody who waits until so many records have been passed. */
    private record CatchUp(long records, Promise<Void> done) {}

    /** What one read brought: intents to remember, and everything else by transactions. */
    private record Read(List<JournalRecord> intents, List<DrainBatch> batches) {}

    private boolean closeReaderBlocking() throws IOException {
        reader.close();
        return true;
    }

    private Read readBlocking() throws IOException {
        List<JournalRecord> intents = new ArrayList<>();
        List<JournalRecord> others = new ArrayList<>();
        for (JournalRecord each : reader.nextBlocking(BATCH_MAX)) {
            (each.type() == RecordType.INTENT ? intents : others).add(each);
        }
        List<DrainBatch> batches = new ArrayList<>();
        for (int from = 0; from < others.size(); from += BATCH_MAX) {
            batches.add(new DrainBatch(others.subList(from, Math.min(from + BATCH_MAX, others.size()))));
        }
        return new Read(intents, batches);
    }

    /** Accounts for everything read and answers how many records that were. */
    private Future<Integer> account(Read read) {
        read.intents().forEach(open::opened);
        accountedRecords += read.intents().size();
        Future<Void> posted = Future.succeededFuture();
        for (DrainBatch each : read.batches()) {
            posted = posted.compose(before -> post(each));
        }
        int records = read.intents().size()
                + read.batches().stream()
                        .mapToInt(each -> each.records().size())
                        .sum();
        return posted.compose(done -> deleteAccounted()).map(done -> {
            passedRecords += records;
            tell(passedRecords);
            return records;
        });
    }

    private Future<Void> post(DrainBatch batch) {
        if (oldestReadNanos == 0) {
            oldestReadNanos = System.nanoTime();
        }
        return posting.post(batch).transform(done -> {
            if (done.succeeded()) {
                posted(batch, done.result());
                return Future.succeededFuture();
            }
            if (posting.isRefused(done.cause())) {
                return batch.records().size() == 1 ? refuse(batch, done.cause()) : halves(batch);
            }
            LOGGER.atWarn()
                    .addKeyValue(LogKey.COUNT, waitingRecords())
                    .addKeyValue(LogKey.CAUSE, done.cause().toString())
                    .log("journal waits for the database");
            return stopped ? Future.failedFuture(done.cause()) : pause().compose(later -> post(batch));
        });
    }

    private void posted(DrainBatch batch, Set<BudgetId> moved) {
        pauseMs = FIRST_PAUSE_MS;
        batch.closing().forEach(open::ended);
        openIntents = open.size();
        accountedRecords += batch.records().size();
        oldestReadNanos = 0;
        if (!moved.isEmpty()) {
            onMoved.accept(moved);
        }
    }

    private Future<Void> halves(DrainBatch batch) {
        List<JournalRecord> records = batch.records();
        int half = records.size() / 2;
        return post(new DrainBatch(records.subList(0, half)))
                .compose(first -> post(new DrainBatch(records.subList(half, records.size()))));
    }

    private Future<Void> refuse(DrainBatch batch, Throwable cause) {
        JournalRecord record = batch.records().get(0);
        LOGGER.atError()
                .addKeyValue(LogKey.EVENT, batch.subject())
                .addKeyValue("type", record.type())
                .addKeyValue(LogKey.CAUSE, cause.toString())
                .log("the database refuses a journal record; it is set aside");
        refusedRecords++;
        accountedRecords++;
        oldestReadNanos = 0;
        return Future.succeededFuture();
    }

    private Future<Void> deleteAccounted() {
        long needed = Math.min(reader.segment(), open.oldestSegment().orElse(Long.MAX_VALUE));
        if (needed <= journal.firstSegment()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(
                () -> {
                    journal.deleteBefore(needed);
                    return null;
                },
                false);
    }

    private Future<Void> pause() {
        long now = pauseMs;
        pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
        return vertx.timer(now, TimeUnit.MILLISECONDS).mapEmpty();
    }
}
