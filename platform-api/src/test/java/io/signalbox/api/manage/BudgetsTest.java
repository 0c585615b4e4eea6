package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
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
}
