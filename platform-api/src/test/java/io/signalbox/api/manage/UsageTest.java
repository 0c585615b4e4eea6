package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.signalbox.key.KeyId;
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.SignInStore;
import io.signalbox.tenant.SignInToken;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read of what happened, and who may come and look. */
class UsageTest {

    private static final KeyId KEY = new KeyId("key_01J00000000000000000000001");

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

    @Test
    void startsWithNothingSpentThisMonth() {
        JsonObject usage = api.get(org, "/usage").json();

        assertThat(usage.getString("start_time")).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(usage.getString("end_time")).isEqualTo(AdminApi.NOW.toString());
        assertThat(usage.getJsonObject("total").getMap())
                .containsEntry("cost_usd", "0")
                .containsEntry("attempts", 0);
        assertThat(usage.getJsonArray("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "task", "app", "key", "provider", "day"})
    void groupsBy(String group) {
        Reply reply =
                api.get(org, "/usage?start_time=1790000000&end_time=2026-11-24T00:00:00%2B01:00&group_by=" + group);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getString("group_by")).isEqualTo(group);
        assertThat(reply.json().getString("end_time")).isEqualTo("2026-11-23T23:00:00Z");
    }

    @Test
    void listsAndShowsRequestsOfTheOwnTenantOnly() {
        String first = Specimens.request(api, org, KEY);
        String second = Specimens.request(api, org, KEY);
        String foreign = Specimens.request(api, api.org(), KEY);

        Reply page = api.get(org, "/requests?limit=1&outcome=succeeded&key_id=" + KEY);
        Reply rest = api.get(
                org,
                "/requests?limit=1&outcome=succeeded&key_id=" + KEY + "&after="
                        + page.json().getString("next_cursor"));

        assertThat(List.of(
                        Specimens.data(page).get(0).getString("id"),
                        Specimens.data(rest).get(0).getString("id")))
                .containsExactlyInAnyOrder(first, second);
        assertThat(rest.json().getBoolean("has_more")).isFalse();
        assertThat(Specimens.data(api.get(org, "/requests?outcome=failed"))).isEmpty();
        assertThat(Specimens.data(api.get(org, "/requests?model=gpt-4o-mini"))).hasSize(2);
        assertThat(api.get(org, "/requests/" + first).json().getString("model")).isEqualTo("gpt-4o-mini");
        assertThat(api.get(org, "/requests/" + foreign).status()).isEqualTo(404);
    }

    @Test
    void makesALinkWithWhichTheFirstOwnerSignsInOnce() throws Exception {
        Reply made = api.post(org, "/sign-in-links", new JsonObject());
        String url = made.json().getString("url");
        SignInToken token = SignInToken.of(url.substring(url.lastIndexOf('/') + 1));

        assertThat(made.status()).isEqualTo(201);
        assertThat(url).startsWith(api.origin() + "/sign-in/");
        assertThat(made.json().getString("member_id"))
                .isEqualTo(org.tenant().owner().value());
        assertThat(redeemed(token)).isTrue();
        assertThat(redeemed(token)).isFalse();
        assertThat(api.get(org, "/audit-events").text())
                .contains("sign_in_link.created")
                .doesNotContain(token.reveal());
    }

    private static boolean redeemed(SignInToken token) throws Exception {
        return api.database()
                .acrossTenants(tx -> new SignInStore().redeemLink(tx, token, AdminApi.NOW))
                .await(10, TimeUnit.SECONDS)
                .isPresent();
    }

    @Test
    void letsNoTokenSignInWhoMayMoreThanItself() {
        String token = api.token(org.tenant(), Grants.of(Permission.WRITE_MEMBERS), Optional.empty());
        Org weak = new Org(org.tenant(), token);
        String foreign = api.org().tenant().owner().value();

        assertThat(api.post(weak, "/sign-in-links", new JsonObject()).status()).isEqualTo(403);
        assertThat(api.post(org, "/sign-in-links", new JsonObject().put("member_id", foreign))
                        .status())
                .isEqualTo(404);
        assertThat(api.post(org, "/sign-in-links", new JsonObject().put("member_id", "nobody"))
                        .status())
                .isEqualTo(404);
    }
}
