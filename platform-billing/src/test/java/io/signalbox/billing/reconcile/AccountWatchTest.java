package io.signalbox.billing.reconcile;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.ledger.Reconciliation.Difference;
import io.signalbox.db.ChangeFeed;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.key.Caller;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.Tenant;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountWatchTest {

    private static final Caller ALICE = caller("alice");
    private static final Caller BOB = caller("bob");

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private BillingNode node;
    private AccountWatch watch;
    private Budget budget;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), folder.resolve("journal"));
        node = rig.open();
        ChangeFeed changes = new ChangeFeed(vertx, database.options(), database.database());
        changes.subscribe(rig.watch()::onChange);
        IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
        watch = new AccountWatch(database.database(), changes, ids, InstantSource.system(), new Meters(registry));
        rig.tenant(Tenant.PLATFORM);
        budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.MONTH, cents(1_000));
        rig.budget(BOB, BudgetScope.TENANT, BudgetWindow.MONTH, cents(1_000));
        release(ALICE);
        release(BOB);
    }

    @AfterEach
    void stop() throws Exception {
        await(node.close(Duration.ofSeconds(10)));
        database.close();
        vertx.close().await(10, SECONDS);
    }

    private void release(Caller caller) {
        await(node.gate().release(held(await(node.gate().reserve(attempt(rig, caller, 10, 10)))), "test"));
    }

    private void falsify(long nanos) {
        rig.sql("UPDATE budget_period SET spent_nanos = spent_nanos + " + nanos + " WHERE budget_id = '" + budget.id()
                + "'");
    }

    @Test
    void findsNothingInAccountsThatAgree() {
        await(watch.checkLately());

        assertThat(await(watch.checkEverything())).isEmpty();
        assertThat(await(watch.open())).isEmpty();
    }

    @Test
    void freezesABudgetWhoseFiguresDoNotAgreeUntilAnOperatorClearsIt() {
        // Given
        falsify(7);

        // When
        await(watch.checkLately());
        await(watch.checkLately());

        // Then
        List<Finding> open = await(watch.open());
        assertThat(open).hasSize(1);
        Finding finding = open.get(0);
        assertThat(finding.budget()).contains(budget.id().value());
        assertThat(finding.actual() - finding.expected()).isEqualTo(7);
        assertThat(finding.evidence())
                .contains("\"periods\"")
                .contains(budget.id().value());
        assertThat(registry.counter("signalbox.ledger.gap", "outcome", "found", "error.type", "none")
                        .count())
                .isEqualTo(1);
        assertThatThrownBy(() -> release(ALICE))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE))
                .hasMessageContaining("under reconciliation");
        release(BOB);

        // When: the figures agree again, which alone clears nothing
        falsify(-7);
        await(watch.checkLately());
        assertThatThrownBy(() -> release(ALICE)).hasMessageContaining("under reconciliation");
        assertThat(await(watch.clear(finding.id(), "restored by hand"))).isTrue();

        // Then
        release(ALICE);
        assertThat(await(watch.open())).isEmpty();
        assertThat(await(watch.clear(finding.id(), "again"))).isFalse();
    }

    @Test
    void findsAgainWhatWasClearedButIsStillWrong() {
        falsify(7);
        await(watch.checkLately());
        await(watch.clear(await(watch.open()).get(0).id(), "it looked right"));

        await(watch.checkLately());

        assertThat(await(watch.open())).hasSize(1);
        assertThatThrownBy(() -> release(ALICE)).hasMessageContaining("under reconciliation");
    }

    @Test
    void checksWhatWasWrittenLatelyByItself() {
        rig.sql(
                "INSERT INTO ledger_transaction (id, tenant_id, kind, occurred_at) VALUES ('ltx_empty', 'ten_alice', 'test', now())");

        List<Difference> found =
                await(database.database().acrossTenants(tx -> new FindingStore().lately(tx, Duration.ofMinutes(10))));

        assertThat(found)
                .extracting(Difference::check, Difference::subject)
                .containsExactly(tuple("a ledger transaction has entries", "ltx_empty"));
    }
}
