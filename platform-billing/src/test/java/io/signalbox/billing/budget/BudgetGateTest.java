package io.signalbox.billing.budget;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.Attempts;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetGateTest {

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
    void servesNeverMoreThanTheCapOfAParallelCrowdAndNearlyAllOfIt() {
        // Given: a cap worth 20 calls that cost what they reserve.
        Budget budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.TOTAL, cents(20));

        // When
        List<ReserveOutcome> outcomes = crowd(200, 10, 10);

        // Then
        assertThat(outcomes).filteredOn(ReserveOutcome.Held.class::isInstance).hasSize(20);
        assertThat(outcomes)
                .filteredOn(ReserveOutcome.Exhausted.class::isInstance)
                .hasSize(180);
        assertThat(rig.view(budget).spent()).isEqualTo(cents(20));
    }

    @Test
    void servesMoreCallsWhenTheyCostLessThanTheyReserve() {
        // Given: the same cap, but calls use half of what they reserve.
        Budget budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.TOTAL, cents(20));

        // When
        List<ReserveOutcome> outcomes = crowd(200, 10, 5);

        // Then
        assertThat(rig.view(budget).spent()).isLessThanOrEqualTo(cents(20)).isGreaterThanOrEqualTo(cents(19));
        assertThat(outcomes).filteredOn(ReserveOutcome.Held.class::isInstance).hasSizeBetween(38, 41);
    }

    @Test
    void sharesOneCapAmongNodes(@TempDir Path elsewhere) {
        // Given: another node over the same database, with a journal of its own.
        Budget budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.TOTAL, cents(20));
        rig.listening();
        BillingRig otherRig = new BillingRig(vertx, database.database(), database.options(), elsewhere).listening();
        BillingNode other = otherRig.open();

        // When
        List<Future<ReserveOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            calls.add(call(i % 2 == 0 ? node : other, 10, 10));
        }
        await(Future.all(calls));
        await(node.drain().catchUp());
        await(other.drain().catchUp());

        // Then
        assertThat(calls)
                .filteredOn(each -> each.result() instanceof ReserveOutcome.Held)
                .hasSize(20);
        assertThat(rig.view(budget).spent()).isEqualTo(cents(20));
        await(other.close(Duration.ofSeconds(5)));
        otherRig.stopListening();
        rig.stopListening();
    }

    @Test
    void holdsInEveryBudgetThatAppliesOrInNone() {
        // Given
        Budget tenant = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.MONTH, cents(10));
        Budget app = rig.budget(ALICE, BudgetScope.APP, BudgetWindow.TOTAL, cents(5));
        Budget key = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(2));
        Caller otherKey = caller("alice", "alice", "other");
        Caller otherApp = caller("alice", "other", "third");

        // When: the key has 2 cents, its app 5, the tenant 10.
        List<ReserveOutcome> outcomes = new ArrayList<>();
        List<Caller> callers = List.of(ALICE, ALICE, ALICE, otherKey, otherKey, otherKey, otherKey, otherApp, otherApp);
        for (Caller each : callers) {
            ReserveRequest request = attempt(rig, each, 10, 10);
            ReserveOutcome outcome = await(node.gate().reserve(request));
            if (outcome instanceof ReserveOutcome.Held it) {
                await(node.gate().settle(it.reservation(), used(request, 10)));
                await(node.drain().catchUp());
            }
            outcomes.add(outcome);
        }

        // Then
        assertThat(outcomes)
                .extracting(outcome ->
                        outcome.fold(it -> "held", it -> it.denial().scope(), it -> "in flight", it -> "unpriceable"))
                .containsExactly("held", "held", "key", "held", "held", "held", "app", "held", "held");
        assertThat(rig.view(key).spent()).isEqualTo(cents(2));
        assertThat(rig.view(app).spent()).isEqualTo(cents(5));
        assertThat(rig.view(tenant).spent()).isEqualTo(cents(7));
        assertThat(rig.view(key).reserved()).isEqualTo(Money.ZERO);
        assertThat(rig.view(key).resetsAt()).isPresent();
        assertThat(rig.view(app).resetsAt()).isEmpty();
    }

    @Test
    void cutsTheOutputToWhatTheBudgetCanStillPay() {
        // Given
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(3));

        // When
        ReserveRequest request = attempt(rig, ALICE, 100, 8);
        Reservation reservation = held(await(node.gate().reserve(request)));

        // Then
        assertThat(reservation.clamped()).isTrue();
        assertThat(reservation.outputTokens()).isEqualTo(30);
        assertThat(reservation.amount()).isEqualTo(cents(3));
        await(node.gate().settle(reservation, used(request, 30)));
    }

    @Test
    void waitsForMoneyInFlightAndIsServedWhenItComesBack() {
        // Given: all of the money is held.
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(1));
        ReserveRequest first = attempt(rig, ALICE, 10, 10);
        Reservation held = held(await(node.gate().reserve(first)));
        Future<ReserveOutcome> second = node.gate().reserve(attempt(rig, ALICE, 10, 10));

        // When
        await(node.gate().release(held, "connect refused"));

        // Then
        await(node.gate().release(held(await(second)), "test"));
    }

    @Test
    void saysThatMoneyIsInFlightWhenItDoesNotComeBackInTime() {
        // Given
        await(node.close(Duration.ofSeconds(5)));
        node = rig.withPatience(Duration.ofMillis(200)).open();
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(1));
        Reservation held = held(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))));

        // When
        ReserveOutcome outcome = await(node.gate().reserve(attempt(rig, ALICE, 10, 10)));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(ReserveOutcome.InFlight.class, it -> {
            assertThat(it.denial().reserved()).isEqualTo(cents(1));
            assertThat(it.denial().spent()).isEqualTo(Money.ZERO);
            assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
        await(node.gate().release(held, "test"));
    }

    @Test
    void waitsForMoneyNoLongerThanTheRequestHasTime() {
        // Given
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(1));
        Reservation held = held(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))));
        ReserveRequest hurried = Attempts.hurried(attempt(rig, ALICE, 10, 10), Duration.ofMillis(200));
        long asked = System.nanoTime();

        // When
        ReserveOutcome outcome = await(node.gate().reserve(hurried));

        // Then
        assertThat(outcome).isInstanceOf(ReserveOutcome.InFlight.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
        await(node.gate().release(held, "test"));
    }

    @Test
    void postsAnOverrunInFullAndStopsGrantingAfterIt() {
        // Given
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(5));
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        Reservation reservation = held(await(node.gate().reserve(request)));

        // When: the provider ignored the limit.
        await(node.gate().settle(reservation, used(request, 60)));
        await(node.drain().catchUp());

        // Then
        assertThat(rig.view(budget).spent()).isEqualTo(cents(6));
        assertThat(rig.view(budget).overrun()).isEqualTo(cents(5));
        assertThat(await(node.gate().reserve(attempt(rig, ALICE, 10, 1)))).isInstanceOf(ReserveOutcome.Exhausted.class);
    }

    @Test
    void refusesWhatHasNoPriceUnderABudgetOnly() {
        // Given
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(5));
        Caller bob = caller("bob");
        rig.tenant(bob.tenant());
        ReserveRequest free = attempt(rig, bob, Attempts.UNPRICED, 10, 10);

        // When
        ReserveOutcome refused = await(node.gate().reserve(attempt(rig, ALICE, Attempts.UNPRICED, 10, 10)));
        Reservation unbounded = held(await(node.gate().reserve(free)));
        await(node.gate().settle(unbounded, used(free, 5)));
        await(node.drain().catchUp());

        // Then
        assertThat(refused).isEqualTo(new ReserveOutcome.Unpriceable(budget.id().value()));
        assertThat(unbounded.amount()).isEqualTo(Money.ZERO);
        assertThat(rig.number("SELECT count(*) FROM usage_event WHERE cost_nanos IS NULL"))
                .isEqualTo(1);
        assertThat(rig.number("SELECT count(*) FROM ledger_transaction")).isZero();
    }

    @Test
    void needsNoMoneyForAnAttemptThatCostsNothing() {
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, Money.ZERO);

        Reservation reservation = held(await(node.gate().reserve(attempt(rig, ALICE, 0, 0))));

        assertThat(reservation.amount()).isEqualTo(Money.ZERO);
        await(node.gate().release(reservation, "test"));
    }

    @Test
    void answersOnTheContextThatAsked() throws Exception {
        // Given
        rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(1));
        Context asked = vertx.getOrCreateContext();
        List<CompletableFuture<Context>> answered = List.of(new CompletableFuture<>(), new CompletableFuture<>());

        // When: the first is held, the second exhausted.
        asked.runOnContext(go -> node.gate()
                .reserve(attempt(rig, ALICE, 10, 10))
                .onSuccess(outcome -> answered.get(0).complete(Vertx.currentContext()))
                .compose(outcome -> node.gate().release(held(outcome), "test"))
                .compose(done -> node.gate().reserve(attempt(rig, ALICE, 1000, 1000)))
                .onSuccess(outcome -> answered.get(1).complete(Vertx.currentContext())));

        // Then
        for (CompletableFuture<Context> each : answered) {
            assertThat(each.get(10, SECONDS)).isSameAs(asked);
        }
    }

    private List<ReserveOutcome> crowd(int calls, long reservedTokens, long usedTokens) {
        List<Future<ReserveOutcome>> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            ReserveRequest request = attempt(rig, ALICE, reservedTokens, reservedTokens);
            all.add(node.gate()
                    .reserve(request)
                    .compose(outcome -> outcome instanceof ReserveOutcome.Held it
                            ? node.gate()
                                    .settle(it.reservation(), used(request, usedTokens))
                                    .map(outcome)
                            : Future.succeededFuture(outcome)));
        }
        await(Future.all(all));
        await(node.drain().catchUp());
        return all.stream().map(Future::result).toList();
    }

    private Future<ReserveOutcome> call(BillingNode on, long reservedTokens, long usedTokens) {
        ReserveRequest request = attempt(rig, ALICE, reservedTokens, reservedTokens);
        return on.gate()
                .reserve(request)
                .compose(outcome -> outcome instanceof ReserveOutcome.Held it
                        ? on.gate()
                                .settle(it.reservation(), used(request, usedTokens))
                                .map(outcome)
                        : Future.succeededFuture(outcome));
    }
}
