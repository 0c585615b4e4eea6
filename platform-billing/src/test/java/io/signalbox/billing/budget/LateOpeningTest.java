package io.signalbox.billing.budget;

import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.BillingRig;
import io.signalbox.billing.escrow.Authority;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.GrantReply;
import io.signalbox.billing.escrow.GrantRequest;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.LeaseMove;
import io.signalbox.billing.escrow.LeaseReply.Standing;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.fault.Fault;
import io.signalbox.money.Money;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease's opening that nobody answered and that commits in the old period, after its copy has looked at the new one. */
class LateOpeningTest {

    private static final Instant NOVEMBER = Instant.parse("2026-11-30T23:59:59Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:02Z");
    private static final LeaseId LEASE = new LeaseId("lea_late");

    @TempDir
    Path folder;

    private final LeaseAuthority authority = new LeaseAuthority();
    private final LeaseStore leases = new LeaseStore();
    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), folder);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void neverMovesALeaseIntoAnotherPeriod() {
        // Given
        Budget budget = rig.budget(caller("alice"), BudgetScope.KEY, BudgetWindow.MONTH, cents(5));
        NodeEpoch node = await(rig.database().acrossTenants(tx -> new NodeStore().boot(tx, "node-1", NOVEMBER)));
        LeaseMove opening = new LeaseMove(LEASE, budget.id(), 1, Money.ZERO, cents(1));
        GrantRequest request = new GrantRequest(node, List.of(opening), List.of());
        Promise<Void> looked = Promise.promise();
        Promise<Void> overtaken = Promise.promise();

        // When
        rig.setClock(DECEMBER);
        Future<Set<BudgetId>> copy = rig.database()
                .acrossTenants(tx -> leases.lock(tx, request.budgets(), List.of(LEASE))
                        .onComplete(done -> looked.complete())
                        .compose(books -> overtaken.future().compose(late -> {
                            Authority.answer(request, books.accounts(), 1);
                            return leases.write(tx, books);
                        })));
        await(looked.future());
        rig.setClock(NOVEMBER);
        await(rig.database().acrossTenants(tx -> authority.answer(tx, request)));
        overtaken.complete();

        // Then
        assertThatThrownBy(() -> await(copy)).isInstanceOf(Fault.class);
        rig.setClock(DECEMBER);
        GrantReply again = await(rig.database().acrossTenants(tx -> authority.answer(tx, request)))
                .reply();
        assertThat(again.leases()).singleElement().satisfies(reply -> {
            assertThat(reply.standing()).isEqualTo(Standing.OVER);
            assertThat(reply.granted()).isEqualTo(cents(1));
        });
        rig.assertReconciled();
    }
}
