package io.signalbox.billing.usage;

import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.BillingRig;
import io.signalbox.key.Caller;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestStoreTest {

    private static final Caller ALICE = caller("alice");
    private static final Caller OTHER_KEY = caller("alice", "alice", "second");
    private static final Caller BOB = caller("bob");

    private final RequestStore store = new RequestStore();
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
    void keepsARecordAsItWasTold() {
        RequestRecord request = Requests.of("req_1", ALICE, BillingRig.NOW);

        store(request);

        assertThat(find(ALICE.tenant(), "req_1")).contains(request);
        assertThat(RequestRecordPayload.read(RequestRecordPayload.write(request)))
                .isEqualTo(request);
    }

    @Test
    void neverShowsOrReplacesAnotherTenantsRecord() {
        // Given
        RequestRecord ofAlice = Requests.of("req_1", ALICE, BillingRig.NOW);
        store(ofAlice);

        // When
        store(Requests.served("req_1", BOB, BillingRig.NOW, "sandbox/large", 500));

        // Then
        assertThat(find(BOB.tenant(), "req_1")).isEmpty();
        assertThat(list(ALICE.tenant(), RequestFilter.newest(10))).containsExactly(ofAlice);
        assertThat(list(BOB.tenant(), RequestFilter.newest(10))).isEmpty();
    }

    @Test
    void pagesNewestFirstWithoutGapsAmongEqualInstants() {
        // Given: several requests of each instant.
        List<RequestRecord> all = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            all.add(Requests.of("req_" + (100 + i), ALICE, BillingRig.NOW.plusSeconds(i / 4)));
        }
        store(all.toArray(RequestRecord[]::new));

        // When
        List<RequestRecord> read = new ArrayList<>();
        RequestFilter filter = RequestFilter.newest(5);
        for (List<RequestRecord> page = list(ALICE.tenant(), filter);
                !page.isEmpty();
                page = list(ALICE.tenant(), filter)) {
            read.addAll(page);
            filter = filter.after(page.get(page.size() - 1));
        }

        // Then
        Collections.reverse(all);
        assertThat(read).isEqualTo(all);
    }

    @Test
    void findsByModelStatusAndKey() {
        // Given
        RequestRecord small = Requests.served("req_1", ALICE, BillingRig.NOW, "sandbox/small", 200);
        RequestRecord large = Requests.served("req_2", ALICE, BillingRig.NOW, "sandbox/large", 200);
        RequestRecord failed = Requests.served("req_3", ALICE, BillingRig.NOW, "sandbox/large", 502);
        RequestRecord second = Requests.served("req_4", OTHER_KEY, BillingRig.NOW, "sandbox/large", 402);
        store(small, large, failed, second);
        RequestFilter all = RequestFilter.newest(10);

        // Then
        assertThat(list(ALICE.tenant(), all.ofModel("sandbox/large"))).containsExactly(second, failed, large);
        assertThat(list(ALICE.tenant(), all.ofModel("smart-select:light"))).hasSize(4);
        assertThat(list(ALICE.tenant(), all.ofStatus(400, 599))).containsExactly(second, failed);
        assertThat(list(ALICE.tenant(), all.ofStatus(502, 502))).containsExactly(failed);
        assertThat(list(ALICE.tenant(), all.ofKey(OTHER_KEY.key()))).containsExactly(second);
        assertThat(list(ALICE.tenant(), all.ofKey(OTHER_KEY.key()).ofStatus(200, 299)))
                .isEmpty();
    }

    @Test
    void refusesPagesWithoutBound() {
        assertThatThrownBy(() -> RequestFilter.newest(RequestFilter.LIMIT_MAX + 1))
                .hasMessageContaining("must be 1 to " + RequestFilter.LIMIT_MAX);
    }

    private void store(RequestRecord... requests) {
        await(database.database().acrossTenants(tx -> store.upsert(tx, List.of(requests))));
    }

    private Optional<RequestRecord> find(TenantId tenant, String id) {
        return await(database.database().inTransaction(tenant, tx -> store.find(tenant, tx, id)));
    }

    private List<RequestRecord> list(TenantId tenant, RequestFilter filter) {
        return await(database.database().inTransaction(tenant, tx -> store.list(tenant, tx, filter)));
    }
}
