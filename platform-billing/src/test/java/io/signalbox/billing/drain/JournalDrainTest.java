package io.signalbox.billing.drain;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.Attempts;
import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.budget.Reservation;
import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.Requests;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDrainTest {

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
    void keepsAnEventAsItWasTold() {
        // Given
        rig.tenant(ALICE.tenant());
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        UsageEvent event = used(request, 7);

        // When
        await(node.gate().settle(held(await(node.gate().reserve(request))), event));
        await(node.drain().catchUp());

        // Then
        List<UsageEvent> stored = events(ALICE.tenant(), event.requestId());
        assertThat(stored).containsExactly(event);
        assertThat(events(caller("bob").tenant(), event.requestId())).isEmpty();
    }

    @Test
    void countsWhatIsToldTwiceOnce() {
        // Given
        Budget budget = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.MONTH, cents(10));
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        Reservation reservation = held(await(node.gate().reserve(request)));

        // When: settled twice, and released as well.
        await(node.gate().settle(reservation, used(request, 10)));
        await(node.gate().settle(reservation, used(request, 10)));
        await(node.drain().catchUp());
        await(node.gate().settle(reservation, used(request, 10)));
        await(node.gate().release(reservation, "late"));
        await(node.drain().catchUp());

        // Then
        assertThat(rig.view(budget).spent()).isEqualTo(cents(1));
        assertThat(rig.number("SELECT count(*) FROM ledger_transaction")).isEqualTo(1);
    }

    @Test
    void setsAsideOneRecordThatTheDatabaseRefuses() {
        // Given: a rule of the database that one record breaks; it would block everything behind it.
        RequestRecord good = Requests.of(rig.id("req"), ALICE, BillingRig.NOW);
        RequestRecord bad = Requests.withLatency(rig.id("req"), ALICE, BillingRig.NOW, -1);
        rig.asOwner("ALTER TABLE request_record ADD CONSTRAINT request_record_latency CHECK (latency_ms >= 0)");

        // When
        for (int i = 0; i < 20; i++) {
            node.requestLog().append(i == 11 ? bad : Requests.of(rig.id("req"), ALICE, BillingRig.NOW));
        }
        node.requestLog().append(good);
        await(node.drain().catchUp());

        // Then
        assertThat(node.drain().refusedRecords()).isEqualTo(1);
        assertThat(rig.number("SELECT count(*) FROM request_record")).isEqualTo(20);
        assertThat(node.drain().waitingRecords()).isZero();
        RequestStore store = new RequestStore();
        Optional<RequestRecord> stored = await(
                rig.database().inTransaction(ALICE.tenant(), tx -> store.find(ALICE.tenant(), tx, good.requestId())));
        assertThat(stored).contains(good);
    }

    @Test
    void storesWhateverACallerSent() {
        // Given
        rig.tenant(ALICE.tenant());
        String hostile = "m\0o\ud800del \uD83D\uDE80" + "x".repeat(5_000);
        ReserveRequest request = new ReserveRequest(
                rig.id("evt"),
                rig.id("req"),
                1,
                ALICE,
                Attempts.PRICED,
                hostile,
                Optional.of(hostile),
                "pinned",
                1,
                1,
                1,
                Duration.ofMinutes(10));

        // When
        await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, 1)));
        await(node.drain().catchUp());

        // Then
        assertThat(node.drain().refusedRecords()).isZero();
        assertThat(rig.sql("SELECT requested_model FROM usage_event").get(0).getString(0))
                .startsWith("m\uFFFDo?del \uD83D\uDE80xxx")
                .hasSize(1_000);
    }

    @Test
    void deletesSegmentsOnceEverythingInThemIsAccountedFor() throws Exception {
        // Given: an attempt stays open while thousands of others come and go.
        rig.tenant(ALICE.tenant());
        ReserveRequest longest = attempt(rig, ALICE, 10, 10);
        Reservation reservation = held(await(node.gate().reserve(longest)));
        for (int i = 0; i < 400; i++) {
            ReserveRequest request = attempt(rig, ALICE, 10, 10);
            await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, 1)));
        }
        await(node.drain().catchUp());
        long kept = segments();

        // When
        await(node.gate().settle(reservation, used(longest, 1)));
        await(node.drain().catchUp());

        // Then
        assertThat(kept).isGreaterThan(2);
        assertThat(segments()).isEqualTo(1);
    }

    @Test
    void hasNotCaughtUpWhenItIsStoppedBefore() {
        // Given: the database keeps a transaction waiting, and more than one is worth is behind it.
        rig.tenant(ALICE.tenant());
        PgConnection other = await(PgConnection.connect(vertx, database.options()));
        await(other.query("BEGIN").execute());
        await(other.query("LOCK TABLE usage_event IN EXCLUSIVE MODE").execute());
        for (int i = 0; i < 250; i++) {
            ReserveRequest request = attempt(rig, ALICE, 10, 10);
            await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, 1)));
        }

        // When
        Future<Void> caughtUp = node.drain().catchUp();
        node.drain().stop();
        await(other.query("COMMIT").execute().eventually(other::close));

        // Then: nobody closes leases over what is still in the journal.
        assertThatThrownBy(() -> await(caughtUp))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
        assertThatThrownBy(() -> await(node.drain().catchUp())).isInstanceOf(Fault.class);
        await(node.close(Duration.ofSeconds(5)));
        node = rig.open();
        assertThat(rig.number("SELECT count(*) FROM usage_event")).isEqualTo(250);
    }

    @Test
    void catchesUpWithWhatThereWasWhileMoreKeepsComing() {
        // Given: settlements without an end.
        rig.tenant(ALICE.tenant());
        AtomicBoolean more = new AtomicBoolean(true);
        for (int i = 0; i < 8; i++) {
            callOnAndOn(more);
        }

        // When
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, 1)));
        await(node.drain().catchUp());

        // Then
        assertThat(events(ALICE.tenant(), request.requestId())).hasSize(1);
        more.set(false);
    }

    private void callOnAndOn(AtomicBoolean more) {
        ReserveRequest request = attempt(rig, ALICE, 10, 10);
        node.gate()
                .reserve(request)
                .compose(outcome -> node.gate().settle(held(outcome), used(request, 1)))
                .onSuccess(done -> {
                    if (more.get()) {
                        callOnAndOn(more);
                    }
                });
    }

    private List<UsageEvent> events(TenantId tenant, String requestId) {
        UsageStore store = new UsageStore();
        return await(rig.database().inTransaction(tenant, tx -> store.ofRequest(tenant, tx, requestId)));
    }

    private long segments() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment")).count();
        }
    }
}
