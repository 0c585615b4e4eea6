package io.signalbox.billing.budget;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of money in the hands of a node that is not heard of any more. */
class LostNodeTest {

    private static final Caller ALICE = caller("alice");

    @TempDir
    Path folder;

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), folder.resolve("first")).listening();
    }

    @AfterEach
    void stop() throws Exception {
        rig.assertReconciled();
        rig.stopListening();
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void keepsTheMoneyOfASilentNodeUntilSomebodyWritesItOff() {
        // Given: an attempt is under way on a node that falls silent.
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(5));
        BillingNode lost = rig.open();
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        Reservation reservation = held(await(lost.gate().reserve(request)));
        Money held = rig.view(budget).reserved();
        LeaseSweep sweep = new LeaseSweep(rig.database());
        rig.sql("UPDATE node SET seen_at = now() - interval '2 minutes'");

        // When
        int suspected = await(sweep.sweep());
        Money heldWhileSuspect = rig.view(budget).reserved();
        LeaseAuthority.WrittenOff written = await(rig.database()
                .acrossTenants(
                        tx -> new LeaseAuthority().writeOff(tx, lost.epoch().node())));

        // Then: it counts as spent, and what turns up after all is paid from that.
        assertThat(suspected).isEqualTo(1);
        assertThat(heldWhileSuspect).isEqualTo(held);
        assertThat(written).isEqualTo(new LeaseAuthority.WrittenOff(1, held));
        assertThat(rig.view(budget).spent()).isEqualTo(held);
        assertThat(rig.view(budget).reserved()).isEqualTo(Money.ZERO);
        rig.assertReconciled();
        await(lost.gate().settle(reservation, used(request, 7)));
        await(lost.drain().catchUp());
        assertThat(rig.view(budget).spent()).isEqualTo(held);
        assertThat(rig.view(budget).overrun()).isEqualTo(Money.ZERO);
        rig.assertReconciled();
        boolean current = await(rig.database().acrossTenants(tx -> new NodeStore().isCurrent(tx, lost.epoch())));
        assertThat(current)
                .as("what may be alive of it is granted nothing more")
                .isFalse();
        await(lost.close(Duration.ofSeconds(1)));
    }

    @Test
    void trustsANodeThatIsHeardAgain() {
        // Given
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(5));
        BillingNode node = rig.open();
        Reservation reservation = held(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))));
        LeaseSweep sweep = new LeaseSweep(rig.database());
        rig.sql("UPDATE node SET seen_at = now() - interval '2 minutes'");
        await(sweep.sweep());
        await(node.heartbeat().beat());

        // When
        Future<Integer> again = sweep.sweep();

        // Then
        assertThat(await(again)).isEqualTo(1);
        assertThat(rig.number("SELECT count(*) FROM lease WHERE state = 'open'"))
                .isEqualTo(1);
        await(node.gate().release(reservation, "test"));
        rig.assertSettled(node);
        await(node.close(Duration.ofSeconds(5)));
    }
}
