package io.signalbox.billing.job;

import io.signalbox.db.Database;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of a node, one after the other. A job of one node is elected by an advisory lock that lasts as long as its work, so a node that dies gives it
 * up at once; when it last ran is in the database, so many nodes do not run it more often than one. A failure is logged and counted and the job comes again
 * at its next turn. Safe on any thread.
 */
public final class Jobs {

    private static final Logger LOGGER = LoggerFactory.getLogger(Jobs.class);

    /** Shorter than PostgreSQL lets a transaction idle, since the elected node's lock is one. */
    static final Duration WORK_LIMIT = Duration.ofSeconds(50);

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final Meters meters;
    private final JobStore store = new JobStore();

    /** Only touched on {@link #context}. */
    private final List<Long> timers = new ArrayList<>();

    private final Set<String> waiting = new HashSet<>();
    private Future<Void> last = Future.succeededFuture();
    private boolean stopped;

    public Jobs(Vertx vertx, Database database, Meters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.meters = meters;
    }

    /** Looks after {@code job} until {@link #stop()}. */
    public void start(Job job) {
        long every = Math.min(job.every().toMillis(), LOOK_EVERY.toMillis());
        long first = Math.min(every, FIRST_LOOK.toMillis());
        context.runOnContext(now -> timers.add(vertx.setPeriodic(first, every, timer -> enqueue(job))));
    }

    /** Begins nothing more; completes when what runs has ended. */
    public Future<Void> stop() {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(now -> {
            stopped = true;
            timers.forEach(vertx::cancelTimer);
            last.onComplete(done -> ended.complete());
        });
        return ended.future();
    }

    /** A turn that comes while the job still waits for its last one is left out. */
    private void enqueue(Job job) {
        if (stopped || !waiting.add(job.name())) {
            return;
        }
        last = last.transform(done -> {
            waiting.remove(job.name());
            return stopped ? Future.succeededFuture() : run(job).transform(ran -> Future.succeededFuture());
        });
    }

    /** One turn of {@code job}, now: answers whether it was this node's. Fails as the work does, once that is logged and counted. */
    public Future<Boolean> run(Job job) {
        Future<Boolean> turn = job.where() == Job.Where.ONE_NODE
                ? database.acrossTenants(tx -> elected(tx, job))
                : work(job).map(true);
        return turn.onSuccess(ran -> {
                    if (ran) {
                        meters.jobEnded(job.name(), "done");
                    }
                })
                .onFailure(failure -> {
                    meters.jobEnded(job.name(), "failed");
                    LOGGER.atWarn()
                            .addKeyValue(LogKey.WORK, job.name())
                            .addKeyValue(LogKey.CAUSE, failure.toString())
                            .setCause(LOGGER.isDebugEnabled() ? failure : null)
                            .log("a job failed");
                });
    }

    private Future<Boolean> elected(SqlClient tx, Job job) {
        return store.take(tx, job.name(), job.every())
                .compose(taken -> taken ? work(job).map(true) : Future.succeededFuture(false));
    }

    private static Future<Void> work(Job job) {
        return job.work().get().timeout(WORK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
