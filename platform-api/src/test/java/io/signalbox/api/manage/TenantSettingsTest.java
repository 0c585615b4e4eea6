package io.signalbox.api.manage;

import static io.signalbox.api.manage.Specimens.data;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.signalbox.content.ContentBox;
import io.signalbox.content.ResponseStore;
import io.signalbox.content.StoredResponse;
import io.signalbox.credential.MasterKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSettingsTest {

    private static final ResponseStore STORE =
            new ResponseStore(new ContentBox(MasterKey.random(new SecureRandom()), new SecureRandom()));

    private static AdminApi api;

    private final Org org = api.org();

    @BeforeAll
    static void open() {
        api = AdminApi.start();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private Reply retain(Object days) {
        return api.write("PATCH", org, "/tenant", new JsonObject().put("content_retention_days", days));
    }

    private boolean isStored(String id) throws TimeoutException {
        return api.database()
                .inTransaction(
                        org.id(), tx -> STORE.find(org.id(), tx, org.tenant().app(), id, AdminApi.NOW))
                .await(10, SECONDS)
                .isPresent();
    }

    private void store(String id) throws TimeoutException {
        StoredResponse response =
                new StoredResponse(org.tenant().app(), id, AdminApi.NOW, Buffer.buffer("[]"), Buffer.buffer("{}"));
        api.database()
                .inTransaction(org.id(), tx -> STORE.insert(org.id(), tx, response))
                .await(10, SECONDS);
    }

    @Test
    void storesNoContentUnlessSomebodySaysForHowLong() {
        assertThat(api.get(org, "/tenant").json().getValue("content_retention_days"))
                .isNull();

        Reply changed = retain(7);

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().getInteger("content_retention_days")).isEqualTo(7);
        assertThat(api.get(org, "/tenant").json()).isEqualTo(changed.json());
    }

    @Test
    void leavesATrailOfEveryChangeAndOfNothingElse() {
        retain(7);
        retain(7);
        api.write("PATCH", org, "/tenant", new JsonObject());

        assertThat(data(api.get(org, "/audit-events")))
                .filteredOn(event -> event.getString("action").equals("tenant.changed"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "31", "-1", "1.5", "\"7\"", "true"})
    void refusesWhatIsNoNumberOfDays(String days) {
        Reply refused = api.write("PATCH", org, "/tenant", new JsonObject("{\"content_retention_days\":" + days + "}"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("/content_retention_days");
    }

    @Test
    void deletesWhatIsStoredWithTheSetting() throws TimeoutException {
        retain(7);
        store("resp_1");
        assertThat(isStored("resp_1")).isTrue();

        retain(null);
        store("resp_2");

        assertThat(isStored("resp_1")).isFalse();
        assertThat(isStored("resp_2")).as("stored after storing was turned off").isFalse();
    }
}
