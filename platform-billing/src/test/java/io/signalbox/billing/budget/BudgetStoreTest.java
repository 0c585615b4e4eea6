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
import io.signalbox.db.Change;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetStoreTest {

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
    void changesOnlyTheVersionThatWasRead() {
        // Given
        Budget budget = rig.budget(ALICE, BudgetScope.APP, BudgetWindow.MONTH, cents(10));
        Budget raised = changed(budget, cents(50));

        // When
        boolean first = as(ALICE.tenant(), tx -> rig.budgets().update(ALICE.tenant(), tx, raised, BillingRig.NOW));
        boolean late = as(ALICE.tenant(), tx -> rig.budgets().update(ALICE.tenant(), tx, raised, BillingRig.NOW));

        // Then
        assertThat(first).isTrue();
        assertThat(late).isFalse();
        assertThat(rig.view(budget).budget().limit()).isEqualTo(cents(50));
        assertThat(rig.view(budget).budget().version()).isEqualTo(2);
        assertThat(rig.view(budget).remaining()).isEqualTo(cents(50));
    }

    @Test
    void hasNoMoreBudgetsThanAreKept() {
        // Given: a budget beyond what a node reads would bound nothing.
        Budget first = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.TOTAL, cents(10));
        rig.sql(
                "INSERT INTO budget (id, tenant_id, name, scope, scope_id, budget_window, limit_nanos, version, created_by, created_at, updated_at)"
                        + " SELECT 'bud_' || n, tenant_id, name, 'key', 'key_' || n, 'total', 1, 1, created_by, created_at, updated_at"
                        + " FROM budget, generate_series(1, 999) n");

        // When
        assertThatThrownBy(() -> rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(10)))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.CONFLICT));
        boolean archived =
                as(ALICE.tenant(), tx -> rig.budgets().archive(ALICE.tenant(), tx, first.id(), 1, BillingRig.NOW));
        Budget next = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(10));

        // Then
        assertThat(archived).isTrue();
        assertThat(list(ALICE.tenant()))
                .hasSize(1_000)
                .anyMatch(view -> view.budget().equals(next));
    }

    @Test
    void showsAndTouchesOnlyTheTenantsOwn() {
        Budget budget = rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.TOTAL, cents(10));
        TenantId bob = caller("bob").tenant();

        assertThat(list(ALICE.tenant())).hasSize(1);
        assertThat(list(bob)).isEmpty();
        Optional<BudgetView> found = as(bob, tx -> rig.budgets().find(bob, tx, budget.id()));
        boolean archived = as(bob, tx -> rig.budgets().archive(bob, tx, budget.id(), 1, BillingRig.NOW));
        assertThat(found).isEmpty();
        assertThat(archived).isFalse();
    }

    @Test
    void obeysALoweredLimitAtOnceAndAnArchivedBudgetNoMore() {
        // Given: 5 of 10 cents are spent.
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(10));
        spend(50);

        // When: the node hears of the change before anybody is told that it is done.
        as(ALICE.tenant(), tx -> rig.budgets().update(ALICE.tenant(), tx, changed(budget, cents(5)), BillingRig.NOW));
        node.gate()
                .onChange(new Change(Topic.BUDGETS, ALICE.tenant(), budget.id().value()));
        ReserveOutcome lowered = await(node.gate().reserve(attempt(rig, ALICE, 10, 10)));
        as(ALICE.tenant(), tx -> rig.budgets().archive(ALICE.tenant(), tx, budget.id(), 2, BillingRig.NOW));

        // Then
        assertThat(lowered).isInstanceOf(ReserveOutcome.Exhausted.class);
        spend(500);
        rig.watch().onChange(new Change(Topic.BUDGETS, ALICE.tenant(), ""));
        spend(500);
        assertThat(list(ALICE.tenant())).isEmpty();
        assertThat(rig.number("SELECT spent_nanos FROM budget_period")).isEqualTo(cents(5).nanos());
    }

    @Test
    void startsEveryMonthAnewAndATotalNever() {
        // Given: all that is spent was spent in another month.
        Budget month = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(10));
        Budget total = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.TOTAL, cents(15));
        spend(100);
        rig.sql("UPDATE budget_period SET period = '2020-01' WHERE period <> 'total'");
        rig.sql("UPDATE lease SET period = '2020-01' WHERE period <> 'total'");

        // When
        spend(50);

        // Then
        assertThat(rig.view(month).spent()).isEqualTo(cents(5));
        assertThat(rig.view(total).spent()).isEqualTo(cents(15));
        assertThat(await(node.gate().reserve(attempt(rig, ALICE, 10, 10))))
                .isInstanceOfSatisfying(ReserveOutcome.Exhausted.class, it -> {
                    assertThat(it.denial().budgetId()).isEqualTo(total.id().value());
                    assertThat(it.denial().limit()).isEqualTo(cents(15));
                    assertThat(it.denial().reserved()).isEqualTo(Money.ZERO);
                    assertThat(it.denial().resetsAt()).isEmpty();
                });
    }

    private void spend(long tokens) {
        ReserveRequest request = attempt(rig, ALICE, tokens, tokens);
        await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, tokens)));
        await(node.drain().catchUp());
    }

    private static Budget changed(Budget budget, Money limit) {
        return new Budget(
                budget.id(),
                budget.tenant(),
                budget.name(),
                budget.scope(),
                budget.scopeId(),
                budget.window(),
                limit,
                budget.version(),
                budget.createdBy(),
                budget.createdAt(),
                budget.updatedAt());
    }

    private List<BudgetView> list(TenantId tenant) {
        return as(tenant, tx -> rig.budgets().list(tenant, tx));
    }

    private <T> T as(TenantId tenant, Function<SqlClient, Future<T>> work) {
        return await(rig.database().inTransaction(tenant, work));
    }
}
