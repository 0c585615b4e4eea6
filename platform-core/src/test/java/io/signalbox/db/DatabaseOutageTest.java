package io.signalbox.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.migrations.Migrations;
import io.signalbox.postgres.EmbeddedPostgres;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running node sees when PostgreSQL is killed under it, and that it needs no restart. */
final class DatabaseOutageTest {

    private static final TenantId TENANT = new TenantId("ten_a");

    @TempDir
    Path folder;

    private Vertx vertx;
    private EmbeddedPostgres postgres;
    private Database database;
    private ChangeFeed changes;
    private final BlockingQueue<Change> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        postgres = EmbeddedPostgres.startBlocking(folder, TestServer.binaries());
        Migrations.apply(vertx, postgres.connectOptions()).await(30, SECONDS);
        database = Database.connect(vertx, postgres.connectOptions(), new PoolSize(2, 2));
        changes = new ChangeFeed(vertx, postgres.connectOptions(), database);
        changes.start().await(5, SECONDS);
        changes.subscribe(heard::add);
    }

    @AfterEach
    void stop() throws Exception {
        Future.all(changes.close(), database.close()).await(10, SECONDS);
        vertx.close().await(5, SECONDS);
        postgres.stopBlocking();
    }

    @Test
    void failsAsUnavailableWhileTheServerIsDeadAndRecoversWithIt() throws Exception {
        // Given
        run("SELECT 1").await(5, SECONDS);
        Future<?> caught = run("SELECT pg_sleep(20)");
        run("SELECT 1").await(5, SECONDS);

        // When
        kill();

        // Then
        assertUnavailable(caught);
        assertUnavailable(run("SELECT 1"));
        postgres.restartIfDeadBlocking();
        run("SELECT 1").await(5, SECONDS);
        assertThat(heard.poll(5, SECONDS)).isEqualTo(Change.everything());
        changes.changing(TENANT, new Change(Topic.KEYS, TENANT, "key_1"), tx -> Future.succeededFuture())
                .await(5, SECONDS);
    }

    @Test
    void losesNoConnectionToAnOutageUnderLoad() throws Exception {
        // Given
        List<Future<?>> load = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            load.add(run("SELECT pg_sleep(20)"));
        }

        // When
        kill();
        postgres.restartIfDeadBlocking();

        // Then
        for (Future<?> each : load.subList(0, 2)) {
            assertUnavailable(each);
        }
        for (int i = 0; i < 10; i++) {
            Future.all(run("SELECT 1"), run("SELECT 2")).await(30, SECONDS);
        }
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        // Given
        List<Future<?>> burst = new ArrayList<>();

        // When
        for (int i = 0; i < 20; i++) {
            burst.add(run("SELECT pg_sleep(0.2)"));
        }

        // Then
        Future.join(burst).transform(done -> Future.succeededFuture()).await(10, SECONDS);
        assertThat(burst).filteredOn(Future::succeeded).hasSizeBetween(2, 4);
        assertThat(burst)
                .filteredOn(Future::failed)
                .extracting(each -> ((Fault) each.cause()).code())
                .containsOnly(FaultCode.OVERLOADED);
    }

    private Future<?> run(String sql) {
        return database.inTransaction(TENANT, (SqlClient tx) -> tx.query(sql).execute());
    }

    private static void assertUnavailable(Future<?> future) {
        assertThatThrownBy(() -> future.await(10, SECONDS)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE);
            assertThat(fault.retryAfter()).isPresent();
        });
    }

    private void kill() throws Exception {
        ProcessHandle server = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, SECONDS);
    }
}
