package io.signalbox.billing.drain;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.budget.Reservation;
import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.migrations.Migrations;
import io.signalbox.postgres.EmbeddedPostgres;
import io.signalbox.testing.TestServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed under a working node, and comes back. */
class OutageTest {

    private static final Caller ALICE = caller("alice");
    private static final Caller BOB = caller("bob");

    @TempDir
    Path folder;

    private Vertx vertx;
    private EmbeddedPostgres postgres;
    private Database database;
    private BillingRig rig;
    private BillingNode node;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        postgres = EmbeddedPostgres.startBlocking(folder.resolve("postgres"), TestServer.binaries());
        Migrations.apply(vertx, postgres.connectOptions()).await(60, SECONDS);
        database = Database.connect(vertx, postgres.connectOptions(), PoolSize.of(4));
        rig = new BillingRig(vertx, database, postgres.connectOptions(), folder.resolve("journal"));
        node = rig.open();
    }

    @AfterEach
    void stop() throws Exception {
        rig.assertSettled(node);
        await(node.close(Duration.ofSeconds(5)));
        await(database.close());
        vertx.close().await(10, SECONDS);
        postgres.stopBlocking();
    }

    @Test
    void losesNothingThatWasSettledWhileTheDatabaseWasDead() throws Exception {
        // Given: Alice has a budget, Bob has none.
        Budget budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.MONTH, cents(100));
        rig.tenant(BOB.tenant());
        List<ReserveRequest> requests = new ArrayList<>();
        List<Reservation> reservations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ReserveRequest request = attempt(rig, i % 2 == 0 ? ALICE : BOB, 10, 10);
            requests.add(request);
            reservations.add(held(await(node.gate().reserve(request))));
        }
        kill();

        // When: what runs can end, what has no budget can begin, what has one can while there is money here, and is
        // then told to come back.
        for (int i = 0; i < 20; i++) {
            await(node.gate().settle(reservations.get(i), used(requests.get(i), 5)));
        }
        ReserveRequest unbounded = attempt(rig, BOB, 10, 10);
        await(node.gate().settle(held(await(node.gate().reserve(unbounded))), used(unbounded, 5)));
        ReserveRequest funded = attempt(rig, ALICE, 10, 10);
        await(node.gate().settle(held(await(node.gate().reserve(funded))), used(funded, 10)));
        assertThatThrownBy(() -> await(node.gate().reserve(attempt(rig, ALICE, 500, 500))))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
        assertThat(node.drain().waitingRecords()).isPositive();
        postgres.restartIfDeadBlocking();
        await(node.drain().catchUp());

        // Then
        assertThat(rig.view(budget).spent()).isEqualTo(cents(6));
        assertThat(rig.number("SELECT count(*) FROM usage_event")).isEqualTo(22);
        assertThat(node.drain().waitingRecords()).isZero();
        assertThat(node.drain().lag()).isZero();
    }

    private void kill() throws Exception {
        ProcessHandle server = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, SECONDS);
    }
}
