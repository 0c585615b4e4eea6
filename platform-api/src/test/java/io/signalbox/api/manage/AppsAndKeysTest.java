package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.signalbox.key.KeyVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AppsAndKeysTest {

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

    private String keysPath() {
        return "/apps/" + org.tenant().app() + "/keys";
    }

    private JsonObject createKey(JsonObject body) {
        Reply made = api.post(org, keysPath(), body);
        assertThat(made.status()).isEqualTo(201);
        return made.json();
    }

    @Test
    void createsReadsAndRenamesAnApp() {
        Reply made = api.post(org, "/apps", new JsonObject().put("name", "search"));
        String path = "/apps/" + made.json().getString("id");

        Reply renamed = api.write("PATCH", org, path, new JsonObject().put("name", "find"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("location")).isEqualTo("/api/v1" + path);
        assertThat(renamed.json().getString("name")).isEqualTo("find");
        assertThat(api.get(org, path).json()).isEqualTo(renamed.json());
    }

    @Test
    void refusesASecondAppOfOneNameButNotAnotherTenants() {
        assertThat(api.post(org, "/apps", new JsonObject().put("name", "default"))
                        .status())
                .isEqualTo(409);
        assertThat(api.post(api.org(), "/apps", new JsonObject().put("name", "unique to us"))
                        .status())
                .isEqualTo(201);
        assertThat(api.post(org, "/apps", new JsonObject().put("name", "unique to us"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void makesAKeyThatWorksTheMomentTheReplyArrivesAndShowsItsSecretOnce() {
        JsonObject key = createKey(new JsonObject()
                .put("name", "ci")
                .put("mode", "test")
                .put("allowed_models", new JsonArray().add("smart-select"))
                .put("expires_at", "2026-12-31T23:00:00Z"));
        String secret = key.getString("secret");

        assertThat(secret).matches("sb_test_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}");
        assertThat(api.verdict(secret)).isInstanceOfSatisfying(KeyVerdict.Valid.class, valid -> {
            assertThat(valid.caller().tenant()).isEqualTo(org.id());
            assertThat(valid.caller().app()).isEqualTo(org.tenant().app());
            assertThat(valid.caller().allowedModels()).containsExactly("smart-select");
        });
        JsonObject read = api.get(org, "/keys/" + key.getString("id")).json();
        assertThat(read.fieldNames()).doesNotContain("secret");
        assertThat(read.getMap())
                .containsEntry("status", "active")
                .containsEntry("masked", secret.substring(0, 12) + "…" + secret.substring(secret.length() - 4))
                .containsEntry("expires_at", "2026-12-31T23:00:00Z");
        assertThat(api.get(org, keysPath()).text()
                        + api.get(org, "/keys").text()
                        + api.get(org, "/audit-events").text())
                .contains(key.getString("id"))
                .doesNotContain(secret)
                .doesNotContain(secret.substring(17, 60));
    }

    @Test
    void revokesAKeyAtOnceAndForEver() {
        JsonObject key = createKey(new JsonObject().put("name", "leaked"));
        String path = "/keys/" + key.getString("id");
        api.verdict(key.getString("secret"));

        Reply revoked = api.post(org, path + "/revoke", new JsonObject());

        assertThat(revoked.json().getString("status")).isEqualTo("revoked");
        assertThat(api.verdict(key.getString("secret"))).isInstanceOf(KeyVerdict.Revoked.class);
        assertThat(api.post(org, path + "/revoke", new JsonObject()).json()).isEqualTo(revoked.json());
        assertThat(api.post(org, path + "/rotate", new JsonObject()).status()).isEqualTo(409);
        assertThat(api.write("PATCH", org, path, new JsonObject().put("name", "back"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void rotatesAKeyWithAndWithoutGrace() {
        JsonObject key = createKey(new JsonObject().put("name", "rotating"));
        String path = "/keys/" + key.getString("id") + "/rotate";

        String second = api.post(org, path, new JsonObject().put("grace_seconds", 3600))
                .json()
                .getString("secret");
        assertThat(api.verdict(key.getString("secret"))).isInstanceOf(KeyVerdict.Valid.class);
        assertThat(api.verdict(second)).isInstanceOf(KeyVerdict.Valid.class);

        String third = api.post(org, path, new JsonObject()).json().getString("secret");
        assertThat(api.verdict(key.getString("secret"))).isInstanceOf(KeyVerdict.Expired.class);
        assertThat(api.verdict(second)).isInstanceOf(KeyVerdict.Expired.class);
        assertThat(api.verdict(third)).isInstanceOf(KeyVerdict.Valid.class);
    }

    @Test
    void changesWhatAKeyMayDoAtOnce() {
        JsonObject key = createKey(new JsonObject().put("name", "wide").put("expires_at", "2027-01-01T00:00:00Z"));
        api.verdict(key.getString("secret"));
        JsonObject change = new JsonObject()
                .put("name", "narrow")
                .put("allowed_models", new JsonArray().add("gpt-4o-mini"))
                .putNull("expires_at");

        JsonObject changed =
                api.write("PATCH", org, "/keys/" + key.getString("id"), change).json();

        assertThat(changed.getValue("expires_at")).isNull();
        assertThat(api.verdict(key.getString("secret"))).isInstanceOfSatisfying(KeyVerdict.Valid.class, valid -> {
            assertThat(valid.caller().keyName()).isEqualTo("narrow");
            assertThat(valid.caller().mayUse("gpt-4o")).isFalse();
        });
    }

    @Test
    void refusesTheKeysOfAnArchivedAppUntilItIsTakenBack() {
        JsonObject key = createKey(new JsonObject().put("name", "resting"));
        String app = "/apps/" + org.tenant().app();
        api.verdict(key.getString("secret"));

        api.write("PATCH", org, app, new JsonObject().put("archived", true));
        assertThat(api.verdict(key.getString("secret"))).isInstanceOf(KeyVerdict.Revoked.class);
        assertThat(api.post(org, keysPath(), new JsonObject().put("name", "late"))
                        .status())
                .isEqualTo(409);

        api.write("PATCH", org, app, new JsonObject().put("archived", false));
        assertThat(api.verdict(key.getString("secret"))).isInstanceOf(KeyVerdict.Valid.class);
    }

    @Test
    void refusesWhatAKeyCannotBe() {
        List<JsonObject> refused = List.of(
                new JsonObject(),
                new JsonObject().put("name", "x".repeat(101)),
                new JsonObject().put("name", "a").put("mode", "admin"),
                new JsonObject().put("name", "a").put("expires_at", "2026-11-24T12:00:00Z"),
                new JsonObject().put("name", "a").put("expires_at", "soon"),
                new JsonObject().put("name", "a").put("allowed_models", "gpt-4o"),
                new JsonObject().put("name", "a").put("allowed_models", new JsonArray().add(1)),
                new JsonObject().put("name", "a").put("secret", "sb_live_mine"),
                new JsonObject().put("name", "a").put("tenant_id", "ten_other"),
                new JsonObject().put("name", "a").put("app_id", "app_other"),
                new JsonObject().put("name", "a").put("id", "key_mine"));

        assertThat(refused)
                .allSatisfy(body -> assertThat(api.post(org, keysPath(), body).status())
                        .as(body.encode())
                        .isEqualTo(400));
        JsonObject key = createKey(new JsonObject().put("name", "rotating"));
        for (Object grace : List.of(-1, 2_592_001, 1.5, "60")) {
            assertThat(api.post(
                                    org,
                                    "/keys/" + key.getString("id") + "/rotate",
                                    new JsonObject().put("grace_seconds", grace))
                            .status())
                    .as("grace %s", grace)
                    .isEqualTo(400);
        }
    }

    @Test
    void writesDownWhoDidWhat() {
        JsonObject key = createKey(new JsonObject().put("name", "audited"));
        api.post(org, "/keys/" + key.getString("id") + "/revoke", new JsonObject());

        List<JsonObject> events = Specimens.data(api.get(org, "/audit-events"));

        assertThat(events).extracting(event -> event.getString("action")).containsExactly("key.revoked", "key.created");
        JsonObject revoked = events.get(0);
        assertThat(revoked.getJsonObject("actor").getString("kind")).isEqualTo("admin_token");
        assertThat(revoked.getJsonObject("target").getString("id")).isEqualTo(key.getString("id"));
        assertThat(revoked.getJsonObject("before").getValue("revoked_at")).isNull();
        assertThat(revoked.getJsonObject("after").getString("revoked_at")).isEqualTo(AdminApi.NOW.toString());
        assertThat(revoked.getString("request_id")).startsWith("req_");
    }
}
