package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BudgetsTest {

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

    private Reply create(JsonObject body) {
        return api.post(org, "/budgets", body);
    }

    @Test
    void createsABudgetAndTellsHowItStands() {
        Reply made = create(Specimens.budget("October"));
        JsonObject budget = made.json();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("etag")).isEqualTo("\"1\"");
        assertThat(budget.getMap())
                .containsEntry("scope", "tenant")
                .containsEntry("scope_id", org.id().value())
                .containsEntry("limit_usd", "12.5")
                .containsEntry("spent_usd", "0")
                .containsEntry("reserved_usd", "0");
        assertThat(budget.getString("resets_at")).endsWith("-01T00:00:00Z");
        assertThat(api.get(org, "/budgets/" + budget.getString("id")).json()).isEqualTo(budget);
        assertThat(Specimens.data(api.get(org, "/budgets"))).containsExactly(budget);
    }

    @Test
    void boundsAnAppOrAKeyOfItsOwnTenantOnly() {
        Org other = api.org();
        String key = Specimens.of(api, other).get("keys");

        assertThat(create(scoped("app", org.tenant().app().value())).status()).isEqualTo(201);
        for (JsonObject foreign : List.of(
                scoped("app", other.tenant().app().value()),
                scoped("app", "app_01J00000000000000000000000"),
                scoped("app", "' OR 1=1 --"),
                scoped("key", key),
                scoped("key", "key_01J00000000000000000000000"),
                scoped("key", org.tenant().app().value()),
                scoped("tenant", other.id().value()))) {
            Reply refused = create(foreign);
            assertThat(refused.status()).as(foreign.encode()).isEqualTo(400);
            assertThat(refused.json().getString("detail")).isEqualTo("'scope_id' names nothing of that scope.");
        }
    }

    private static JsonObject scoped(String scope, String id) {
        return Specimens.budget("scoped").put("scope", scope).put("scope_id", id);
    }

    @Test
    void changesABudgetOnlyInTheVersionThatWasRead() {
        Reply made = create(Specimens.budget("careful"));
        String path = "/budgets/" + made.json().getString("id");
        JsonObject change = new JsonObject().put("limit_usd", "20");

        assertThat(api.write("PATCH", org, path, change).status()).isEqualTo(428);
        assertThat(api.writeVersion("PATCH", org, path, "\"7\"", change).status())
                .isEqualTo(412);
        assertThat(api.writeVersion("PATCH", org, path, "W/\"1\"", change).status())
                .isEqualTo(412);
        Reply changed = api.writeVersion("PATCH", org, path, made.header("etag"), change);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("etag")).isEqualTo("\"2\"");
        assertThat(changed.json().getString("limit_usd")).isEqualTo("20");
        assertThat(changed.json().getString("name")).isEqualTo("careful");
        assertThat(api.writeVersion("PATCH", org, path, made.header("etag"), change)
                        .status())
                .isEqualTo(412);
    }

    @Test
    void endsABudgetOnlyInTheVersionThatWasRead() {
        Reply made = create(Specimens.budget("over"));
        String path = "/budgets/" + made.json().getString("id");

        assertThat(api.write("DELETE", org, path, new JsonObject()).status()).isEqualTo(428);
        assertThat(api.writeVersion("DELETE", org, path, "\"2\"", new JsonObject())
                        .status())
                .isEqualTo(412);
        assertThat(api.writeVersion("DELETE", org, path, "\"1\"", new JsonObject())
                        .status())
                .isEqualTo(204);
        assertThat(api.get(org, path).status()).isEqualTo(404);
    }

    @Test
    void refusesAmountsThatAreNone() {
        for (Object amount :
                List.of("-1", "1e3", "0x10", "1.0000000001", "12,50", "", " 1", "9999999999", 12.5, true)) {
            assertThat(create(Specimens.budget("odd").put("limit_usd", amount)).status())
                    .as("limit %s", amount)
                    .isEqualTo(400);
        }
        assertThat(create(Specimens.budget("smallest").put("limit_usd", "0.000000001"))
                        .json()
                        .getString("limit_usd"))
                .isEqualTo("0.000000001");
    }

    @Test
    void refusesWhatItCannotKeep() {
        assertThat(create(Specimens.budget("later").put("action", "queue"))
                        .json()
                        .getString("detail"))
                .contains("cannot be queue: there are no batches");
        assertThat(create(Specimens.budget("loose").put("enforcement", "bounded"))
                        .json()
                        .getString("detail"))
                .contains("cannot be bounded");
        assertThat(create(Specimens.budget("hours").put("window_hours", 24)).status())
                .isEqualTo(400);
        assertThat(create(Specimens.budget("rolls").put("window", "rolling")).status())
                .isEqualTo(400);
        assertThat(create(Specimens.budget("marks").put("marks", new JsonArray().add(0)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsTheEffectFirstAndChangesNothing() {
        Reply tried =
                api.post(org, "/budgets?dry_run=true", Specimens.budget("trial").put("count_from", "window_start"));

        assertThat(tried.status()).as(tried.json().encode()).isEqualTo(200);
        assertThat(tried.json().getBoolean("dry_run")).isTrue();
        assertThat(tried.json().getBoolean("refuses_at_once")).isFalse();
        assertThat(Specimens.data(api.get(org, "/budgets"))).isEmpty();
        Reply made = create(Specimens.budget("real"));
        String path = "/budgets/" + made.json().getString("id");
        Reply lowered = api.write("PATCH", org, path + "?dry_run=true", new JsonObject().put("limit_usd", "0"));
        assertThat(lowered.json().getBoolean("refuses_at_once")).isTrue();
        assertThat(api.get(org, path).json()).isEqualTo(made.json());
    }

    @Test
    void raisesALimitForAWhileAndTellsTheStory() {
        String path = "/budgets/" + create(Specimens.budget("launch")).json().getString("id");
        JsonObject raise = new JsonObject()
                .put("amount_usd", "7.5")
                .put("until", AdminApi.dayAfterTomorrow())
                .put("reason", "launch week");

        Reply raised = api.post(org, path + "/raise", raise);
        Reply late = api.post(org, path + "/raise", raise.copy().put("until", "2020-01-01T00:00:00Z"));

        assertThat(raised.json().getMap())
                .containsEntry("limit_usd", "12.5")
                .containsEntry("raised_usd", "7.5")
                .containsEntry("effective_limit_usd", "20")
                .containsEntry("raised_until", AdminApi.dayAfterTomorrow());
        assertThat(late.status()).isEqualTo(400);
        assertThat(Specimens.data(api.get(org, path + "/history")))
                .extracting(event -> event.getString("action"))
                .containsExactly("budget.raised", "budget.created");
        JsonObject newest = Specimens.data(api.get(org, path + "/history")).get(0);
        assertThat(newest.getJsonObject("after").getString("reason")).isEqualTo("launch week");
        assertThat(api.get(api.org(), path + "/history").status()).isEqualTo(404);
    }

    @Test
    void tellsTheTightestOfAllThatBoundAnApp() {
        String app = org.tenant().app().value();
        create(Specimens.budget("tenant"));
        String tight = create(scoped("app", app).put("limit_usd", "3")).json().getString("id");
        create(scoped("task", "translation").put("limit_usd", "1"));
        create(scoped("app", anotherApp()));

        JsonObject limits = api.get(org, "/apps/" + app + "/effective-limits").json();

        assertThat(limits.getString("tightest")).isEqualTo(tight);
        assertThat(limits.getJsonArray("data"))
                .extracting(each -> ((JsonObject) each).getString("applies"))
                .containsExactly("always", "always", "task translation");
    }

    private String anotherApp() {
        return api.post(org, "/apps", new JsonObject().put("name", "another"))
                .json()
                .getString("id");
    }

    @Test
    void followsTheTenantsZone() {
        api.write("PATCH", org, "/tenant", new JsonObject().put("reporting_zone", "Asia/Kathmandu"));

        Reply made = create(Specimens.budget("local").put("window", "day"));

        assertThat(made.json().getString("resets_at")).endsWith("T18:15:00Z");
        assertThat(api.write("PATCH", org, "/tenant", new JsonObject().put("reporting_zone", "Mars/Olympus"))
                        .status())
                .isEqualTo(400);
    }
}
