package io.signalbox.billing.job;

import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** Who runs a job now, and when it last ran through, by the database's clock. */
final class JobStore {

    /** The first key keeps our locks apart from those of others who share the database. */
    private static final int LOCK_SPACE = 0x5167626a;

    private static final String ELECT = "SELECT pg_try_advisory_xact_lock($1, hashtext($2))";

    /** A little early is on time: the node's timer must not miss its turn by a millisecond and wait for another. */
    private static final String TAKE = """
            INSERT INTO job_run AS known (job, ran_at) VALUES ($1, now())
            ON CONFLICT ON CONSTRAINT job_run_pk DO UPDATE SET ran_at = now()
            WHERE known.ran_at <= now() - 0.9 * make_interval(secs => $2)
            """;

    /** Answers whether the job is due and nobody else is at it; who is told so keeps it from all others until {@code tx} ends. */
    @CrossTenant("a job is the installation's")
    Future<Boolean> take(SqlClient tx, String job, Duration every) {
        return tx.preparedQuery(ELECT)
                .execute(Tuple.of(LOCK_SPACE, job))
                .map(rows -> rows.iterator().next().getBoolean(0))
                .compose(elected -> elected
                        ? tx.preparedQuery(TAKE)
                                .execute(Tuple.of(job, every.toSeconds()))
                                .map(taken -> taken.rowCount() == 1)
                        : Future.succeededFuture(false));
    }
}
