package io.signalbox.api.manage;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.Way;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.TokenUsage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of everything that a path can name, and a body that would be accepted for every route that takes one. */
final class Specimens {

    private static final JsonObject NOTHING = new JsonObject();

    private static final Map<String, JsonObject> BODIES = Map.ofEntries(
            Map.entry("POST /apps", new JsonObject().put("name", "matrix")),
            Map.entry("PATCH /tenant", new JsonObject().put("content_retention_days", 7)),
            Map.entry("PATCH /apps/{id}", new JsonObject().put("name", "renamed")),
            Map.entry("POST /apps/{id}/keys", new JsonObject().put("name", "matrix")),
            Map.entry("PATCH /keys/{id}", new JsonObject().put("name", "renamed")),
            Map.entry("POST /keys/{id}/rotate", new JsonObject().put("grace_seconds", 60)),
            Map.entry("POST /keys/{id}/revoke", NOTHING),
            Map.entry("POST /budgets", budget("matrix")),
            Map.entry("PATCH /budgets/{id}", new JsonObject().put("limit_usd", "1000")),
            Map.entry(
                    "POST /budgets/{id}/raise",
                    new JsonObject()
                            .put("amount_usd", "5")
                            .put("until", AdminApi.dayAfterTomorrow())
                            .put("reason", "launch")),
            Map.entry("POST /alert-rules", alertRule("matrix")),
            Map.entry("PATCH /alert-rules/{id}", new JsonObject().put("name", "renamed")),
            Map.entry("POST /alert-rules/{id}/test", NOTHING),
            Map.entry("POST /alerts/{id}/ack", NOTHING),
            Map.entry("POST /webhooks", webhook("matrix")),
            Map.entry("PATCH /webhooks/{id}", new JsonObject().put("name", "renamed")),
            Map.entry("POST /webhooks/{id}/rotate-secret", NOTHING),
            Map.entry("POST /webhooks/{id}/deliveries/{delivery}/resend", NOTHING),
            Map.entry("POST /credentials", credential("matrix")),
            Map.entry("PATCH /credentials/{id}", new JsonObject().put("name", "renamed")),
            Map.entry("PUT /routing-policy", new JsonObject().put("primary", "sandbox/large")),
            Map.entry("PUT /aliases/{alias}", new JsonObject().put("model", "sandbox/small")),
            Map.entry(
                    "PUT /prices/{model}",
                    new JsonObject().put("provider", "openai").putNull("usd_per_million")),
            Map.entry("POST /sign-in-links", NOTHING));

    private Specimens() {}

    static JsonObject budget(String name) {
        return new JsonObject()
                .put("name", name)
                .put("scope", "tenant")
                .put("window", "month")
                .put("limit_usd", "12.50");
    }

    static JsonObject alertRule(String name) {
        return new JsonObject().put("name", name).put("kind", "budget_threshold");
    }

    static JsonObject webhook(String name) {
        return new JsonObject().put("name", name).put("kind", "webhook").put("target", "https://hooks.example.com/in");
    }

    static JsonObject credential(String name) {
        return new JsonObject()
                .put("provider", "openai")
                .put("name", name)
                .put("base_url", "https://api.openai.com/v1")
                .put("secret", "sk-proj-planted-canary-0123456789");
    }

    /** Fails for a route nobody thought of. */
    static JsonObject validBody(ManageRoute route) {
        return Optional.ofNullable(BODIES.get(route.method() + " " + route.path()))
                .orElseThrow(() ->
                        new IllegalStateException("what would " + route.method() + " " + route.path() + " accept?"));
    }

    /** The kind of object each path names; fails for one nobody thought of. */
    static String path(ManageRoute route, Map<String, String> ids) {
        if (!route.path().contains("{")) {
            return route.path();
        }
        String collection = route.path().split("/")[1];
        String id = Optional.ofNullable(ids.get(collection))
                .orElseThrow(() -> new IllegalStateException("what does " + route.path() + " name?"));
        return route.path().replaceAll("\\{[^}]*}", id);
    }

    /** An alias is a name that every tenant has for itself, and so is a model that it prices. */
    static boolean namesAreFree(ManageRoute route) {
        return List.of("/aliases/{alias}", "/prices/{model}").contains(route.path())
                && route.method().name().equals("PUT");
    }

    static Map<String, String> of(AdminApi api, Org org) {
        String app = org.tenant().app().value();
        String key = created(api, org, "/apps/" + app + "/keys", new JsonObject().put("name", "theirs"));
        api.write("PUT", org, "/aliases/theirs", new JsonObject().put("model", "sandbox/small"));
        String rule = created(api, org, "/alert-rules", alertRule("theirs"));
        return Map.ofEntries(
                Map.entry("apps", app),
                Map.entry("keys", key),
                Map.entry("budgets", created(api, org, "/budgets", budget("theirs"))),
                Map.entry("alert-rules", rule),
                Map.entry("alerts", alert(api, org, rule)),
                Map.entry("webhooks", created(api, org, "/webhooks", webhook("theirs"))),
                Map.entry("credentials", created(api, org, "/credentials", credential("theirs"))),
                Map.entry("invoices", invoice(api, org)),
                Map.entry("requests", request(api, org, new KeyId(key))),
                Map.entry("aliases", "theirs"),
                Map.entry("prices", "gpt-4o"));
    }

    static Map<String, String> unknown() {
        return Map.ofEntries(
                Map.entry("apps", "app_01J00000000000000000000000"),
                Map.entry("keys", "key_01J00000000000000000000000"),
                Map.entry("budgets", "bud_01J00000000000000000000000"),
                Map.entry("alert-rules", "alr_01J00000000000000000000000"),
                Map.entry("alerts", "alt_01J00000000000000000000000"),
                Map.entry("webhooks", "whk_01J00000000000000000000000"),
                Map.entry("credentials", "cred_01J00000000000000000000000"),
                Map.entry("requests", "req_01J00000000000000000000000"),
                Map.entry("invoices", "inv_01J00000000000000000000000"),
                Map.entry("aliases", "nobodys"),
                Map.entry("prices", "gpt-nobody"));
    }

    /** All that the tenant can see of itself. */
    static String fingerprint(AdminApi api, Org org) {
        return Stream.of(
                        "/apps",
                        "/keys",
                        "/budgets",
                        "/alert-rules",
                        "/alerts",
                        "/webhooks",
                        "/credentials",
                        "/requests",
                        "/aliases",
                        "/routing-policy",
                        "/tenant",
                        "/audit-events")
                .map(path -> api.get(org, path).text())
                .collect(Collectors.joining("\n"));
    }

    static String dataKey(AdminApi api, Org org) {
        return api.post(org, "/apps/" + org.tenant().app() + "/keys", new JsonObject().put("name", "data"))
                .json()
                .getString("secret");
    }

    private static String created(AdminApi api, Org org, String path, JsonObject body) {
        return api.post(org, path, body).json().getString("id");
    }

    /** An alert of a rule, stored as the evaluation would. */
    static String alert(AdminApi api, Org org, String rule) {
        String id = api.nextId("alt");
        try {
            api.database()
                    .acrossTenants(tx -> tx.preparedQuery(
                                    "INSERT INTO alert (tenant_id, id, rule_id, event_type, subject, alert_window,"
                                            + " mark, summary, details, raised_at) VALUES ($1, $2, $3, 'budget.exceeded', 'bud_1', '2026-11', 100,"
                                            + " 'All is spent.', '{}', now())")
                            .execute(Tuple.of(org.id().value(), id, rule)))
                    .await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("an alert cannot be stored", late);
        }
        return id;
    }

    /** A request that was answered, stored as the journal would. */
    /** A draft of a month long ago. */
    private static String invoice(AdminApi api, Org org) {
        String id = api.nextId("inv");
        String insert = """
                INSERT INTO invoice (tenant_id, id, kind, period, zone, starts_at, ends_at, state, total_nanos, credits_nanos, due_nanos, drawn_at)
                VALUES ($1, $2, 'invoice', '2026-01', 'UTC', '2026-01-01', '2026-02-01', 'draft', 0, 0, 0, '2026-02-01')
                ON CONFLICT DO NOTHING
                """;
        api.inTenant(
                org.id(),
                tx -> tx.preparedQuery(insert)
                        .execute(Tuple.of(org.id().value(), id))
                        .mapEmpty());
        return id;
    }

    static String request(AdminApi api, Org org, KeyId key) {
        String id = api.nextId("req");
        RequestRecord record = new RequestRecord(
                id,
                org.id(),
                org.tenant().app(),
                key,
                KeyMode.LIVE,
                AdminApi.NOW,
                "smart-select",
                Optional.of("gpt-4o-mini"),
                Optional.of("openai"),
                Optional.of("qa"),
                "header",
                Optional.of("task_rule"),
                "standard",
                200,
                Optional.empty(),
                false,
                TokenUsage.ofText(10, 20),
                Optional.empty(),
                "unpriced",
                Optional.empty(),
                "off",
                120,
                0,
                900,
                List.of(),
                List.of(),
                List.of(),
                Way.nowhere("chat"));
        try {
            api.database()
                    .acrossTenants(tx -> new RequestStore().upsert(tx, List.of(record)))
                    .await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("a request cannot be stored", late);
        }
        return id;
    }

    static List<JsonObject> data(AdminApi.Reply reply) {
        JsonArray data = reply.json().getJsonArray("data");
        return data.stream().map(JsonObject.class::cast).toList();
    }
}
