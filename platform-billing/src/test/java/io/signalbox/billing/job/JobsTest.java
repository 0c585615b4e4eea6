package io.signalbox.billing.job;

import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.telemetry.Meters;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private static final Duration HOURLY = Duration.ofHours(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger runs = new AtomicInteger();
    private Vertx vertx;
    private TestDatabase database;
    private Jobs node;
    private Jobs other;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        node = new Jobs(vertx, database.database(), new Meters(registry));
        other = new Jobs(vertx, database.database(), Meters.unobserved());
    }

    @AfterEach
    void stop() throws Exception {
        await(node.stop());
        await(other.stop());
        database.close();
        vertx.close().await(10, SECONDS);
    }

    private Future<Void> count() {
        runs.incrementAndGet();
        return Future.succeededFuture();
    }

    @Test
    void runsAJobOnceAnIntervalOnHoweverManyNodes() {
        Job job = Job.onOneNode("counting", HOURLY, this::count);

        assertThat(await(node.run(job))).isTrue();
        assertThat(await(other.run(job))).isFalse();
        assertThat(await(node.run(job))).isFalse();
        await(database.database()
                .acrossTenants(tx -> tx.query("UPDATE job_run SET ran_at = ran_at - interval '55 minutes'")
                        .execute()));

        assertThat(await(other.run(job))).isTrue();
        assertThat(runs).hasValue(2);
    }

    @Test
    void letsNobodyElseRunAJobThatIsRunning() {
        Promise<Void> working = Promise.promise();
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> first = node.run(Job.onOneNode("slow", HOURLY, () -> {
            begun.countDown();
            return working.future();
        }));
        assertThat(awaited(begun)).isTrue();

        assertThat(await(other.run(Job.onOneNode("slow", HOURLY, this::count)))).isFalse();
        working.complete();

        assertThat(await(first)).isTrue();
        assertThat(runs).hasValue(0);
    }

    @Test
    void countsAFailureAndGivesTheTurnBack() {
        Job broken = Job.onOneNode("broken", HOURLY, () -> Future.failedFuture("no disk"));

        assertThatThrownBy(() -> await(node.run(broken))).hasRootCauseMessage("no disk");

        assertThat(await(other.run(Job.onOneNode("broken", HOURLY, this::count))))
                .isTrue();
        assertThat(registry.counter("signalbox.jobs", "job", "broken", "outcome", "failed")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void runsEveryNodesJobOnEach() {
        Job job = Job.onEveryNode("everywhere", HOURLY, this::count);

        await(node.run(job));
        await(other.run(job));

        assertThat(runs).hasValue(2);
    }

    @Test
    void runsWhatWasStartedAndStopsCleanly() {
        CountDownLatch ran = new CountDownLatch(1);
        node.start(Job.onOneNode("started", Duration.ofSeconds(1), () -> {
            ran.countDown();
            return Future.succeededFuture();
        }));

        assertThat(awaited(ran)).isTrue();
        await(node.stop());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
