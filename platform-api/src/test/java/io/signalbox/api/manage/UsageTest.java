package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.SignInStore;
import io.signalbox.tenant.SignInToken;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
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
        assertThat(usage.getString("tz")).isEqualTo("UTC");
        assertThat(usage.getString("data_through")).isEqualTo(AdminApi.NOW.toString());
        assertThat(usage.getJsonArray("data").getJsonObject(0).getJsonArray("results"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usage", "/costs", "/savings"})
    void groupsByWhatIsAskedForInBucketsOfTheZone(String path) {
        Reply reply = api.get(
                org,
                path + "?start_time=2026-11-20T00:00:00Z&end_time=1795564800&bucket_width=1d&tz=Asia/Kathmandu"
                        + "&group_by=app,model&group_by=credential&task=&task=code");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getJsonArray("group_by")).containsExactly("app", "model", "credential");
        assertThat(reply.json().getString("end_time")).isEqualTo("2026-11-25T00:00:00Z");
        assertThat(reply.json().getJsonArray("data").getJsonObject(1).getString("start_time"))
                .isEqualTo("2026-11-20T18:15:00Z");
    }

    @Test
    void tellsTheSameByPathByHeaderAndInJson() {
        used();
        String asked = "?start_time=2026-11-01T00:00:00Z&group_by=model";

        JsonObject costs = api.get(org, "/costs" + asked).json();
        Reply byPath = api.get(org, "/costs.csv" + asked);
        Reply byHeader = api.send(
                "GET", "/costs" + asked, Map.of("authorization", "Bearer " + org.token(), "accept", "text/csv"), "");

        JsonObject total = costs.getJsonObject("total");
        assertThat(total.getString("cost_usd")).isEqualTo("0.000000123");
        assertThat(total.getJsonObject("by_class_usd").getString("unsplit")).isEqualTo("0.000000123");
        assertThat(byPath.header("content-type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(byPath.text())
                .contains("gpt-4o-mini")
                .contains(",0.000000123,")
                .isEqualTo(byHeader.text());
        assertThat(byPath.text().split("\r\n")).hasSize(2);
    }

    /** An attempt of an unknown kind: 123 nanos that belong to no token class, where 200 would have been paid otherwise. */
    private void used() {
        UsageEvent event = new UsageEvent(
                api.nextId("evt"),
                api.nextId("req"),
                1,
                org.id(),
                new AppId("app_a"),
                KEY,
                KeyMode.LIVE,
                "openai",
                false,
                "gpt-4o-mini",
                "smart-select",
                Optional.empty(),
                "pinned",
                TokenUsage.ofText(10, 20),
                Optional.of(new Money(123)),
                Optional.of(new Money(200)),
                Confidence.EXACT,
                "1",
                AdminApi.NOW.minusSeconds(60),
                AdminApi.NOW);
        UsageStore store = new UsageStore();
        api.database()
                .acrossTenants(tx -> store.insert(tx, List.of(new Settlement(event, Money.ZERO)))
                        .compose(ids -> store.rollUp(tx, ids)))
                .await();
    }

    @Test
    void addsUpTheFourPartsOfWhatWasSaved() {
        used();

        JsonObject total = api.get(org, "/savings").json().getJsonObject("total");

        assertThat(total.getMap())
                .containsEntry("without_usd", "0.0000002")
                .containsEntry("saved_usd", "0.000000077")
                .containsEntry("routing_usd", "0.000000077")
                .containsEntry("prompt_cache_usd", "0")
                .containsEntry("response_cache_usd", "0")
                .containsEntry("batch_usd", "0");
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
