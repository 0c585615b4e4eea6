package io.signalbox.billing.budget;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.key.Caller;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with journals of their own and one cap between them. */
class SharedCapTest {

    private static final int CALLS = 1_000;
    private static final int AFFORDABLE = 100;

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
    void admitsExactlyWhatTheCapIsWorthOfACrowdOnThreeNodes() {
        // Given
        Budget budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.TOTAL, cents(AFFORDABLE));
        List<BillingNode> nodes = new ArrayList<>(List.of(rig.open()));
        nodes.add(rig.withJournal(folder.resolve("second")).open());
        nodes.add(rig.withJournal(folder.resolve("third")).open());

        // When: every call costs all that it reserves.
        List<Future<ReserveOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(call(nodes.get(i % nodes.size())));
        }
        await(Future.join(calls));
        nodes.forEach(each -> await(each.drain().catchUp()));

        // Then
        assertThat(calls)
                .filteredOn(each -> each.result() instanceof ReserveOutcome.Held)
                .hasSize(AFFORDABLE);
        assertThat(calls)
                .filteredOn(each -> each.result() instanceof ReserveOutcome.Exhausted)
                .hasSize(CALLS - AFFORDABLE);
        assertThat(rig.view(budget).spent()).isEqualTo(cents(AFFORDABLE));
        assertThat(rig.number("SELECT count(*) FROM usage_event")).isEqualTo(AFFORDABLE);
        nodes.forEach(rig::assertSettled);
        nodes.forEach(each -> await(each.close(Duration.ofSeconds(5))));
        assertThat(rig.number("SELECT count(*) FROM lease WHERE state <> 'closed'"))
                .isZero();
    }

    private Future<ReserveOutcome> call(BillingNode on) {
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        return on.gate()
                .reserve(request)
                .compose(outcome -> outcome instanceof ReserveOutcome.Held it
                        ? on.gate().settle(it.reservation(), used(request, 10)).map(outcome)
                        : Future.succeededFuture(outcome));
    }
}
