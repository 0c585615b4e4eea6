package io.signalbox.audit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.id.PageRequest;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditStoreTest {

    private static Vertx vertx;
    private static TestDatabase db;

    private final AuditStore audit = new AuditStore();
    private final TestTenant tenant = TestTenant.in(db.database());

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
    }

    @AfterAll
    static void close() throws Exception {
        db.close();
        vertx.close().await(10, SECONDS);
    }

    private <T> T inTenant(Function<SqlClient, Future<T>> work) throws Exception {
        return db.database().inTransaction(tenant.id(), work).await(10, SECONDS);
    }

    private static AuditEvent event(int number) {
        return new AuditEvent(
                "aud_" + number,
                Instant.parse("2026-11-24T12:00:00.123456Z"),
                Actor.ofAdminToken("adm_1"),
                "key.created",
                "key",
                "key_" + number,
                Optional.empty(),
                Optional.of(new JsonObject()
                        .put("zeta", 1)
                        .put("name", "ключ " + number)
                        .put("alpha", 2)),
                "req_" + number);
    }

    private Future<Void> append(int number) {
        return db.database().inTransaction(tenant.id(), tx -> audit.append(tenant.id(), tx, event(number)));
    }

    @Test
    void keepsWhatIsAppendedNewestFirst() throws Exception {
        append(1).await(10, SECONDS);
        append(2).await(10, SECONDS);
        append(3).await(10, SECONDS);

        List<AuditEntry> all = inTenant(tx -> audit.list(tenant.id(), tx, PageRequest.first(2)));
        List<AuditEntry> rest = inTenant(tx -> audit.list(tenant.id(), tx, new PageRequest(Optional.of("aud_2"), 2)));

        assertThat(all).extracting(AuditEntry::event).containsExactly(event(3), event(2));
        assertThat(rest).extracting(AuditEntry::seq).containsExactly(1L);
    }

    @Test
    void staysOneChainUnderConcurrentWriters() throws Exception {
        List<Future<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writers.add(append(i));
        }
        Future.all(writers).await(10, SECONDS);

        List<AuditEntry> entries = inTenant(tx -> audit.list(tenant.id(), tx, PageRequest.first(100)));
        Optional<Long> broken = inTenant(tx -> audit.findBreak(tenant.id(), tx));

        assertThat(entries).hasSize(20);
        assertThat(broken).isEmpty();
    }

    @Test
    void refusesChangeEvenByTheOwnerOfTheTable() throws Exception {
        append(1).await(10, SECONDS);

        for (String tampering : List.of(
                "UPDATE audit_event SET action = 'key.read'", "DELETE FROM audit_event", "TRUNCATE audit_event")) {
            assertThatThrownBy(() -> asOwner(tampering)).as(tampering).hasMessageContaining("append-only");
            assertThatThrownBy(() -> db.database()
                            .acrossTenants(tx -> tx.query(tampering).execute())
                            .await(10, SECONDS))
                    .as(tampering)
                    .hasMessageContaining("permission denied");
        }
    }

    /** Who may switch the triggers off can rewrite a row, but not unseen. */
    @Test
    void findsTheEntryThatWasRewritten() throws Exception {
        for (int i = 1; i <= 3; i++) {
            append(i).await(10, SECONDS);
        }

        asOwner("ALTER TABLE audit_event DISABLE TRIGGER USER; "
                + "UPDATE audit_event SET actor_id = 'adm_2' WHERE seq = 2; "
                + "ALTER TABLE audit_event ENABLE TRIGGER USER");

        Optional<Long> broken = inTenant(tx -> audit.findBreak(tenant.id(), tx));
        assertThat(broken).contains(2L);
    }

    /** The owner sees no rows of its own table unless it first lifts row-level security. */
    private static void asOwner(String sql) throws Exception {
        PgConnection owner = PgConnection.connect(vertx, db.options()).await(10, SECONDS);
        owner.query("BEGIN; ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY; " + sql
                        + "; ALTER TABLE audit_event FORCE ROW LEVEL SECURITY; COMMIT")
                .execute()
                .eventually(owner::close)
                .await(10, SECONDS);
    }

    @Test
    void forgetsWhatItsTransactionRolledBack() throws Exception {
        Future<Void> failed = db.database()
                .inTransaction(
                        tenant.id(),
                        tx -> audit.append(tenant.id(), tx, event(1))
                                .compose(appended -> Future.failedFuture("changed my mind")));
        failed.otherwiseEmpty().await(10, SECONDS);

        List<AuditEntry> entries = inTenant(tx -> audit.list(tenant.id(), tx, PageRequest.first(10)));
        assertThat(entries).isEmpty();
    }
}
