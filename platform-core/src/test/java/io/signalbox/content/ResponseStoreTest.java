package io.signalbox.content;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.credential.MasterKey;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.ContentRetention;
import io.signalbox.tenant.TenantStore;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResponseStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String TEXT = "a planted canary";

    private static final ResponseStore STORE = store();

    private static Vertx vertx;
    private static TestDatabase shared;

    private final TestTenant ours = tenant(Optional.of(new ContentRetention(7)));

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        shared = TestDatabase.fresh(vertx);
    }

    @AfterAll
    static void close() throws TimeoutException {
        shared.close();
        vertx.close().await(10, SECONDS);
    }

    private static ResponseStore store() {
        SecureRandom random = new SecureRandom();
        return new ResponseStore(new ContentBox(MasterKey.random(random), random));
    }

    private static Database database() {
        return shared.database();
    }

    private static <T> T in(TestTenant tenant, Function<SqlClient, Future<T>> work) {
        try {
            return database().inTransaction(tenant.id(), work).await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the database is too slow", late);
        }
    }

    private static TestTenant tenant(Optional<ContentRetention> retention) {
        TestTenant tenant = TestTenant.in(database());
        in(tenant, tx -> new TenantStore().updateRetention(tenant.id(), tx, retention));
        return tenant;
    }

    private static void insert(TestTenant tenant, String id) {
        StoredResponse response = new StoredResponse(
                tenant.app(), id, NOW, Buffer.buffer("[\"" + TEXT + "\"]"), Buffer.buffer("{\"id\":\"" + id + "\"}"));
        in(tenant, tx -> STORE.insert(tenant.id(), tx, response));
    }

    private static Optional<StoredResponse> find(TestTenant tenant, AppId app, String id, Instant at) {
        return in(tenant, tx -> STORE.find(tenant.id(), tx, app, id, at));
    }

    @Test
    void givesBackWhatWasStored() {
        // Given
        insert(ours, "resp_1");

        // When
        StoredResponse found = find(ours, ours.app(), "resp_1", NOW).orElseThrow();

        // Then
        assertThat(found.items().toString()).isEqualTo("[\"" + TEXT + "\"]");
        assertThat(found.response().toString()).isEqualTo("{\"id\":\"resp_1\"}");
        assertThat(found.toString()).doesNotContain("canary");
    }

    @Test
    void storesNothingForATenantThatHasNothingStored() {
        // Given
        TestTenant silent = tenant(Optional.empty());

        // When
        insert(silent, "resp_1");

        // Then
        assertThat(find(silent, silent.app(), "resp_1", NOW)).isEmpty();
    }

    @Test
    void showsAResponseToItsOwnAppOnly() {
        // Given
        insert(ours, "resp_1");
        TestTenant theirs = tenant(Optional.of(new ContentRetention(7)));

        // Then
        assertThat(find(ours, new AppId("app_another"), "resp_1", NOW)).isEmpty();
        assertThat(find(theirs, theirs.app(), "resp_1", NOW)).isEmpty();
        assertThat(find(theirs, ours.app(), "resp_1", NOW)).isEmpty();
        boolean deleted = in(theirs, tx -> STORE.delete(theirs.id(), tx, ours.app(), "resp_1", NOW));
        assertThat(deleted).isFalse();
        assertThat(find(ours, ours.app(), "resp_1", NOW)).isPresent();
    }

    @Test
    void keepsTheTextFromWhoReadsTheTableOrHasAnotherKey() {
        // Given
        insert(ours, "resp_1");

        // When
        Buffer sealed = in(
                ours,
                tx -> tx.query("SELECT sealed FROM stored_response")
                        .execute()
                        .map(rows -> rows.iterator().next().getBuffer(0)));

        // Then
        assertThat(sealed.toString()).doesNotContain("canary");
        assertThatThrownBy(() -> in(ours, tx -> store().find(ours.id(), tx, ours.app(), "resp_1", NOW)))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INTERNAL));
    }

    @Test
    void doesNotOpenARowThatWasMoved() {
        // Given
        insert(ours, "resp_1");

        // When
        in(ours, tx -> tx.query("UPDATE stored_response SET id = 'resp_2'").execute());

        // Then
        assertThatThrownBy(() -> find(ours, ours.app(), "resp_2", NOW)).isInstanceOf(Fault.class);
    }

    @Test
    void forgetsWhenTheTimeIsOver() throws TimeoutException {
        // Given
        insert(ours, "resp_1");
        Instant after = NOW.plus(Duration.ofDays(7));
        ContentExpiry expiry = new ContentExpiry(database(), STORE, () -> after);

        // Then
        assertThat(find(ours, ours.app(), "resp_1", after.minusSeconds(1))).isPresent();
        assertThat(find(ours, ours.app(), "resp_1", after)).isEmpty();
        assertThat(expiry.run().await(10, SECONDS)).isPositive();
        assertThat(find(ours, ours.app(), "resp_1", NOW)).isEmpty();
    }

    @Test
    void endsSoonerWhenTheRetentionGetsShorter() {
        // Given
        insert(ours, "resp_1");

        // When
        in(ours, tx -> STORE.retain(ours.id(), tx, Optional.of(new ContentRetention(1))));

        // Then
        assertThat(find(ours, ours.app(), "resp_1", NOW)).isPresent();
        assertThat(find(ours, ours.app(), "resp_1", NOW.plus(Duration.ofDays(1))))
                .isEmpty();
    }
}
