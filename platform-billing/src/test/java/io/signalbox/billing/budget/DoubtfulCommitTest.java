package io.signalbox.billing.budget;

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
import io.signalbox.billing.LossyProxy;
import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody answered for a commit: the caller is told 503, nothing was sent, and the money comes back whatever became of the transaction. */
class DoubtfulCommitTest {

    private static final Caller ALICE = caller("alice");

    @TempDir
    Path folder;

    private Vertx vertx;
    private TestDatabase test;
    private LossyProxy proxy;
    private Database database;
    private BillingRig rig;
    private BillingNode node;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        test = TestDatabase.fresh(vertx);
        proxy = new LossyProxy(vertx, test.options());
        database = Database.connect(vertx, proxy.options(), PoolSize.of(4));
        rig = new BillingRig(vertx, database, test.options(), folder);
        node = rig.open();
    }

    @AfterEach
    void stop() throws Exception {
        rig.assertSettled(node);
        await(node.close(Duration.ofSeconds(5)));
        await(database.close());
        test.close();
        vertx.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMIT", "ANSWER"})
    void givesTheMoneyBackWhenAReservationsCommitIsLost(LossyProxy.Loss loss) {
        // Given: the budget pays for one call at a time.
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(1));
        await(rig.watch().applyingTo(SpendFacts.of(attempt(rig, ALICE, 10, 10))));
        proxy.loseNext(loss);

        // When
        Future<ReserveOutcome> lost = node.gate().reserve(attempt(rig, ALICE, 10, 10));

        // Then
        assertThatThrownBy(() -> await(lost))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
        ReserveRequest next = attempt(rig, ALICE, 10, 10);
        Reservation reservation = held(await(node.gate().reserve(next)));
        await(node.gate().settle(reservation, used(next, 10)));
        await(node.drain().catchUp());
        assertThat(rig.view(budget).spent()).isEqualTo(cents(1));
        assertThat(rig.number("SELECT count(*) FROM lease")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMIT", "ANSWER"})
    void countsASettlementOnceWhenItsCommitIsLost(LossyProxy.Loss loss) {
        // Given
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(5));
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        Reservation reservation = held(await(node.gate().reserve(request)));
        proxy.loseNext(loss);

        // When
        await(node.gate().settle(reservation, used(request, 7)));
        await(node.drain().catchUp());

        // Then
        assertThat(rig.view(budget).spent().nanos() * 10).isEqualTo(cents(7).nanos());
        assertThat(rig.number("SELECT sum(events)::int8 FROM usage_hour")).isEqualTo(1);
    }

    @Test
    void survivesABackendKilledWhileItWaitsForTheBudget() {
        // Given: all the money here is in use, and another transaction has the budget's row.
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(2));
        Reservation running = held(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))));
        Future<?> blocker = database.acrossTenants(
                tx -> tx.query("SELECT pg_sleep(0.5) FROM (SELECT 1 FROM budget_period WHERE budget_id = '"
                                + budget.id() + "' FOR UPDATE) locked")
                        .execute());

        // When
        Future<ReserveOutcome> killed = node.gate().reserve(attempt(rig, ALICE, 10, 10));
        while (rig.asOwner("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()")
                .isEmpty()) {
            Thread.onSpinWait();
        }

        // Then
        assertThatThrownBy(() -> await(killed)).isInstanceOf(Fault.class);
        await(blocker);
        await(node.gate().release(running, "test"));
        await(node.gate().release(held(await(node.gate().reserve(attempt(rig, ALICE, 10, 10)))), "test"));
    }

    @Test
    void doesNotHoldMoneyForANodeThatHasANewerLife() {
        // Given
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(5));
        rig.sql("UPDATE node SET epoch = epoch + 1");

        // When
        Future<ReserveOutcome> refused = node.gate().reserve(attempt(rig, ALICE, 10, 10));

        // Then
        assertThatThrownBy(() -> await(refused))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
        assertThat(rig.number("SELECT count(*) FROM lease")).isZero();
        rig.sql("UPDATE node SET epoch = epoch - 1");
    }
}
