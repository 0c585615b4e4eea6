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

class RoutingTest {

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

    private static JsonObject policy(String primary) {
        return new JsonObject()
                .put("primary", primary)
                .put("candidates", new JsonArray().add("sandbox/small").add("sandbox/large"))
                .put("fallbacks", new JsonArray().add("sandbox/small"));
    }

    @Test
    void tellsTheStandardPolicyUntilOneIsPublished() {
        assertThat(api.get(org, "/routing-policy").json().getString("version")).startsWith("standard");

        Reply first = api.write("PUT", org, "/routing-policy", policy("sandbox/large"));
        Reply second = api.write("PUT", org, "/routing-policy", policy("sandbox/small"));

        assertThat(first.json().getString("version")).isEqualTo("tenant@1");
        assertThat(second.json().getString("version")).isEqualTo("tenant@2");
        assertThat(api.get(org, "/routing-policy").json())
                .as("in force at once")
                .isEqualTo(second.json());
        assertThat(api.get(api.org(), "/routing-policy").json().getString("version"))
                .startsWith("standard");
    }

    @Test
    void refusesAPolicyOfModelsThatCannotBeReached() {
        JsonObject odd = policy("gpt-99")
                .put("candidates", new JsonArray().add("sandbox/small").add("nothing"));

        Reply refused = api.write("PUT", org, "/routing-policy", odd);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getJsonArray("errors").stream()
                        .map(JsonObject.class::cast)
                        .map(error -> error.getString("pointer")))
                .containsExactly("/primary", "/candidates/1");
        assertThat(api.write("PUT", org, "/routing-policy", new JsonObject()).status())
                .isEqualTo(400);
    }

    @Test
    void makesRedirectsAndDeletesAnAlias() {
        Reply made = api.write("PUT", org, "/aliases/cheap", new JsonObject().put("model", "sandbox/large"));
        Reply redirected = api.write("PUT", org, "/aliases/cheap", new JsonObject().put("model", "sandbox/small"));

        assertThat(made.status()).isEqualTo(200);
        assertThat(api.get(org, "/aliases/cheap").json()).isEqualTo(redirected.json());
        assertThat(Specimens.data(api.get(org, "/aliases"))).containsExactly(redirected.json());
        assertThat(api.get(api.org(), "/aliases/cheap").status()).isEqualTo(404);
        assertThat(api.write("DELETE", org, "/aliases/cheap", new JsonObject()).status())
                .isEqualTo(204);
        assertThat(api.write("DELETE", org, "/aliases/cheap", new JsonObject()).status())
                .isEqualTo(404);
        assertThat(Specimens.data(api.get(org, "/audit-events")))
                .extracting(event -> event.getString("action"))
                .containsExactly("alias.deleted", "alias.changed", "alias.created");
    }

    @Test
    void refusesAliasesThatWouldConfuse() {
        JsonObject good = new JsonObject().put("model", "sandbox/small");
        for (String name : List.of("smart-select", "smart-select-2", "a%2Fb", "%20", "-x", "a".repeat(101))) {
            assertThat(api.write("PUT", org, "/aliases/" + name, good).status())
                    .as(name)
                    .isEqualTo(400);
        }
        api.write("PUT", org, "/aliases/first", good);
        assertThat(api.write("PUT", org, "/aliases/second", new JsonObject().put("model", "first"))
                        .status())
                .as("aliases do not chain")
                .isEqualTo(400);
        assertThat(api.write("PUT", org, "/aliases/third", new JsonObject().put("model", "no-such-model"))
                        .status())
                .isEqualTo(400);
    }
}
