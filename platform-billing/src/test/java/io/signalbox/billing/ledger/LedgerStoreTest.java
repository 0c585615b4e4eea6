package io.signalbox.billing.ledger;

import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.BillingRig;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerStoreTest {

    private static final TenantId ALICE = caller("alice").tenant();
    private static final TenantId BOB = caller("bob").tenant();

    private final LedgerStore store = new LedgerStore();
    private Vertx vertx;
    private TestDatabase database;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void keepsBooksThatBalanceAndUndoesByReversing() {
        // Given
        Posting posting = posting("ltx_1", new Money(100), new Money(-100));
        post(posting);
        post(posting("ltx_2", new Money(40), new Money(-40)));

        // When
        post(posting.reversed("ltx_3", BillingRig.NOW));

        // Then
        assertThat(balances(ALICE)).isEqualTo(Map.of("usage", new Money(40), "payable:openai", new Money(-40)));
        assertThat(balances(BOB)).isEmpty();
        assertThat(await(new Reconciliation(database.database()).check())).isEmpty();
    }

    @Test
    void refusesAnUnbalancedPostingBeforeAndInTheDatabase() {
        post(posting("ltx_1", new Money(100), new Money(-100)));

        assertThatThrownBy(() -> posting("ltx_2", new Money(100), new Money(-99)))
                .hasMessageContaining("ltx_2")
                .hasMessageContaining("zero");
        assertRefused(
                "INSERT INTO ledger_entry (transaction_id, line, tenant_id, account, amount_nanos)"
                        + " VALUES ('ltx_1', 3, 'ten_alice', 'usage', 1)",
                "does not sum to zero");
        assertRefused(
                "INSERT INTO ledger_entry (transaction_id, line, tenant_id, account, amount_nanos)"
                        + " VALUES ('ltx_1', 3, 'ten_alice', 'usage', 1), ('ltx_1', 4, 'ten_alice', 'payable:openai', -2)",
                "does not sum to zero");
    }

    @Test
    void refusesEveryChangeOfWhatIsWritten() {
        post(posting("ltx_1", new Money(100), new Money(-100)));

        for (String table : List.of("ledger_entry", "ledger_transaction", "ledger_account", "usage_event")) {
            assertRefused("DELETE FROM " + table, "permission denied");
            assertRefused("UPDATE " + table + " SET tenant_id = 'ten_bob'", "permission denied");
        }
    }

    @Test
    void refusesALineOfAnotherTenantsTransaction() {
        post(posting("ltx_1", new Money(100), new Money(-100)));

        assertRefused(
                "INSERT INTO ledger_account VALUES ('ten_bob', 'usage', 'expense');"
                        + "INSERT INTO ledger_entry (transaction_id, line, tenant_id, account, amount_nanos)"
                        + " VALUES ('ltx_1', 3, 'ten_bob', 'usage', 1), ('ltx_1', 4, 'ten_bob', 'usage', -1)",
                "refers to something that does not exist");
    }

    private void assertRefused(String sql, String why) {
        assertThatThrownBy(() -> await(
                        database.database().acrossTenants(tx -> tx.query(sql).execute())))
                .hasMessageContaining(why);
    }

    private void post(Posting posting) {
        await(database.database().inTransaction(ALICE, tx -> store.insert(ALICE, tx, posting)));
    }

    private Map<String, Money> balances(TenantId tenant) {
        return await(database.database().inTransaction(tenant, tx -> store.balances(tenant, tx)));
    }

    private static Posting posting(String id, Money debit, Money credit) {
        return new Posting(
                id,
                ALICE,
                "test",
                BillingRig.NOW,
                List.of(new Posting.Line("usage", debit), new Posting.Line("payable:openai", credit)));
    }
}
