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
import io.signalbox.db.Change;
import io.signalbox.db.Topic;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets that count what was spent before they were made, and limits that are raised for a while. */
class BudgetCountTest {

    private static final Caller ALICE = caller("alice");

    @TempDir
    Path folder;

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private BillingNode node;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), folder);
        rig.tenant(ALICE.tenant());
        // The events of these tests are of 2026-11-20, a quarter past ten.
        rig.setClock(Instant.parse("2026-11-20T12:00:00Z"));
        node = rig.open();
    }

    @AfterEach
    void stop() throws Exception {
        rig.assertSettled(node);
        await(node.close(Duration.ofSeconds(5)));
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void countsWhatTheWindowHasCostSoFarAndNotWhatOthersDid() {
        // Given: 5 cents by Alice's key, and 3 by another tenant's.
        spend(ALICE, 50);
        rig.tenant(caller("bob").tenant());
        spend(caller("bob"), 30);

        // When
        Budget key = counting(BudgetScope.KEY, ALICE.key().value(), BudgetWindow.DAY, cents(10));
        Budget task = counting(BudgetScope.TASK, "summarization", BudgetWindow.rolling(2), cents(10));
        Budget model = counting(BudgetScope.MODEL, "sandbox/small", BudgetWindow.TOTAL, cents(10));
        Budget other = counting(BudgetScope.TAG, "red", BudgetWindow.MONTH, cents(10));

        // Then
        assertThat(rig.view(key).spent()).isEqualTo(cents(5));
        assertThat(rig.view(task).spent()).isEqualTo(cents(5));
        assertThat(rig.view(model).spent()).isEqualTo(cents(5));
        assertThat(rig.view(other).spent()).isEqualTo(Money.ZERO);
        spend(ALICE, 50);
        assertThat(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))))
                .isInstanceOf(ReserveOutcome.Exhausted.class);
        assertThat(rig.view(key).spent()).isEqualTo(cents(10));
        assertThat(rig.view(task).spent()).isEqualTo(cents(10));
    }

    @Test
    void countsNothingOfAnEarlierWindow() {
        spend(ALICE, 50);
        rig.setClock(Instant.parse("2026-11-21T12:00:00Z"));

        Budget day = counting(BudgetScope.KEY, ALICE.key().value(), BudgetWindow.DAY, cents(10));
        Budget rolling = counting(BudgetScope.KEY, ALICE.key().value(), BudgetWindow.rolling(24), cents(10));
        Budget month = counting(BudgetScope.KEY, ALICE.key().value(), BudgetWindow.MONTH, cents(10));

        assertThat(rig.view(day).spent()).isEqualTo(Money.ZERO);
        assertThat(rig.view(rolling).spent()).isEqualTo(Money.ZERO);
        assertThat(rig.view(month).spent()).isEqualTo(cents(5));
    }

    @Test
    void spendsARaiseUntilItLapsesByTheDatabasesClock() {
        // Given: 10 cents and, until one o'clock, 5 more.
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(10));
        BudgetRaise raise = new BudgetRaise(cents(5), Instant.parse("2026-11-20T13:00:00Z"), "launch");
        assertThat(raised(budget, raise)).isTrue();
        spend(ALICE, 120);

        // When
        rig.setClock(Instant.parse("2026-11-20T13:00:00Z"));

        // Then: 12 of 10 cents are spent, which is no overrun of what held when they were.
        assertThat(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))))
                .isInstanceOf(ReserveOutcome.Exhausted.class);
        assertThat(rig.view(budget).limit()).isEqualTo(cents(10));
        assertThat(rig.view(budget).spent()).isEqualTo(cents(12));
        assertThat(rig.view(budget).overrun()).isEqualTo(Money.ZERO);
        assertThat(rig.view(budget).markReached()).contains(100);
        assertThat(raised(budget, raise)).isFalse();
    }

    private boolean raised(Budget budget, BudgetRaise raise) {
        return await(rig.database()
                .inTransaction(
                        ALICE.tenant(),
                        tx -> rig.budgets()
                                .raise(
                                        ALICE.tenant(),
                                        tx,
                                        budget.id(),
                                        rig.id("rse"),
                                        raise,
                                        "usr_test",
                                        BillingRig.NOW)));
    }

    private Budget counting(BudgetScope scope, String id, BudgetWindow window, Money limit) {
        Budget budget = rig.budget(ALICE, scope, id, window, limit);
        await(rig.database()
                .inTransaction(ALICE.tenant(), tx -> new BudgetCountStore().count(ALICE.tenant(), tx, budget.id())));
        rig.watch().onChange(new Change(Topic.BUDGETS, ALICE.tenant(), ""));
        return budget;
    }

    private void spend(Caller caller, long tokens) {
        ReserveRequest request = attempt(rig, caller, tokens, tokens);
        await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, tokens)));
        await(node.drain().catchUp());
    }
}
