package io.signalbox.billing.ledger;

import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.BillingRig;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever may do everything to the database can change the books, but not without being found out. */
class LedgerSealsTest {

    private static final TenantId ALICE = caller("alice").tenant();
    private static final TenantId BOB = caller("bob").tenant();

    private final LedgerStore ledger = new LedgerStore();
    private Vertx vertx;
    private TestDatabase database;
    private LedgerSeals seals;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        seals = new LedgerSeals(database.database());
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void sealsWhatSeveralNodesPostAtOnceInOneChainPerBook() {
        // Given
        List<Future<Void>> posted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            posted.add(posting(i % 3 == 0 ? BOB : ALICE, "ltx_" + i));
        }
        await(Future.all(posted));

        // When
        long count = await(seals.seal());

        // Then
        assertThat(count).isEqualTo(30);
        assertThat(await(seals.seal())).isZero();
        assertThat(await(seals.verify(ALICE)).broken()).isEmpty();
        assertThat(await(seals.verify(ALICE)).head().seq()).isEqualTo(20);
        assertThat(await(seals.verifyAll())).containsOnlyKeys(ALICE, BOB);
    }

    @Test
    void namesTheTransactionWhoseEntriesWereChanged() {
        book("ltx_1", "ltx_2", "ltx_3");

        tamper("UPDATE ledger_entry SET amount_nanos = amount_nanos * 2 WHERE transaction_id = 'ltx_2'");

        assertBroken(2, "ltx_2");
    }

    @Test
    void namesTheTransactionWhoseTimeWasChanged() {
        book("ltx_1", "ltx_2", "ltx_3");

        tamper("UPDATE ledger_transaction SET occurred_at = occurred_at + interval '1 microsecond' WHERE id = 'ltx_3'");

        assertBroken(3, "ltx_3");
    }

    @Test
    void namesTheGapWhereATransactionAndItsSealWereTakenOut() {
        book("ltx_1", "ltx_2", "ltx_3");

        tamper("DELETE FROM ledger_seal WHERE transaction_id = 'ltx_2';"
                + "DELETE FROM ledger_entry WHERE transaction_id = 'ltx_2';"
                + "DELETE FROM ledger_transaction WHERE id = 'ltx_2'");

        assertBroken(2, "ltx_3");
    }

    @Test
    void namesATransactionThatWasPutInBehindTheChainsBack() {
        book("ltx_1");

        tamper(
                "INSERT INTO ledger_transaction (id, tenant_id, kind, occurred_at) VALUES ('ltx_x', 'ten_alice', 'usage', now())");

        assertBroken(2, "ltx_x");
    }

    private void book(String... ids) {
        for (String id : ids) {
            await(posting(ALICE, id));
        }
        await(seals.seal());
        assertThat(await(seals.verify(ALICE)).broken()).isEmpty();
    }

    private void assertBroken(long seq, String transaction) {
        LedgerSeals.Break found = await(seals.verify(ALICE)).broken().orElseThrow();
        assertThat(found.seq()).isEqualTo(seq);
        assertThat(found.transaction()).isEqualTo(transaction);
    }

    /** As a superuser who switches every trigger and every policy off. */
    private void tamper(String sql) {
        String table = "ALTER TABLE %s %s TRIGGER USER";
        List<String> tables = List.of("ledger_entry", "ledger_transaction", "ledger_seal");
        StringBuilder script = new StringBuilder();
        tables.forEach(each -> script.append("ALTER TABLE ").append(each).append(" NO FORCE ROW LEVEL SECURITY;"));
        tables.forEach(
                each -> script.append(String.format(table, each, "DISABLE")).append(';'));
        script.append(sql).append(';');
        tables.forEach(
                each -> script.append(String.format(table, each, "ENABLE")).append(';'));
        tables.forEach(each -> script.append("ALTER TABLE ").append(each).append(" FORCE ROW LEVEL SECURITY;"));
        await(PgConnection.connect(vertx, database.options())
                .compose(connection ->
                        connection.query(script.toString()).execute().eventually(connection::close)));
    }

    private Future<Void> posting(TenantId tenant, String id) {
        Posting posting = new Posting(
                id,
                tenant,
                "test",
                BillingRig.NOW,
                List.of(
                        new Posting.Line("usage", new Money(100)),
                        new Posting.Line("payable:openai", new Money(-100))));
        return database.database().inTransaction(tenant, tx -> ledger.insert(tenant, tx, posting));
    }
}
