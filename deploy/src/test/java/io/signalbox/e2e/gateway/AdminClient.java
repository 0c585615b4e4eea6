package io.signalbox.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;

/** What a script does with an admin token. */
public final class AdminClient {

    private static final AtomicInteger APPS = new AtomicInteger();

    private final GatewayClient http;

    public AdminClient(GatewayProcess gateway) {
        http = new GatewayClient(gateway.origin(), gateway.firstRun().adminToken());
    }

    /** A virtual key as its creator sees it, once. */
    public record Key(String id, String appId, String secret) {}

    public String tenantId() {
        return found("/api/v1/me").at("/tenant/id").asText();
    }

    /** A new app of a name like {@code name}. */
    public String createApp(String name) {
        return created("/api/v1/apps", "{\"name\":\"" + name + " " + APPS.incrementAndGet() + "\"}")
                .required("id")
                .asText();
    }

    public Key createKey(String appId, String name) {
        JsonNode key = created("/api/v1/apps/" + appId + "/keys", "{\"name\":\"" + name + "\"}");
        return new Key(
                key.required("id").asText(), appId, key.required("secret").asText());
    }

    public void revokeKey(String keyId) {
        Answer answer = http.send("POST", "/api/v1/keys/" + keyId + "/revoke", "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** {@code scope} is {@code tenant|app|key}, {@code window} is {@code month|total}; returns the budget's id. */
    public String createBudget(String scope, String scopeId, String window, BigDecimal limitUsd) {
        return created(
                        "/api/v1/budgets",
                        "{\"name\":\"" + scope + " " + window + "\",\"scope\":\"" + scope + "\",\"scope_id\":\""
                                + scopeId + "\",\"window\":\"" + window + "\",\"limit_usd\":\""
                                + limitUsd.toPlainString() + "\"}")
                .required("id")
                .asText();
    }

    /** A budget of whatever {@code json} says. */
    public JsonNode createBudget(String json) {
        return created("/api/v1/budgets", json);
    }

    public JsonNode budget(String budgetId) {
        return found("/api/v1/budgets/" + budgetId);
    }

    public void limitBudget(String budgetId, BigDecimal limitUsd) {
        Answer now = http.get("/api/v1/budgets/" + budgetId);
        Answer answer = http.send(
                "PATCH",
                "/api/v1/budgets/" + budgetId,
                "{\"limit_usd\":\"" + limitUsd.toPlainString() + "\"}",
                "if-match",
                now.header("etag").orElseThrow());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** Ends every budget of the tenant. */
    public void endBudgets() {
        for (JsonNode budget : found("/api/v1/budgets").required("data")) {
            String path = "/api/v1/budgets/" + budget.required("id").asText();
            Answer answer = http.send("DELETE", path, "", "if-match", "\"" + budget.required("version") + "\"");
            assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        }
    }

    /** Has the tenant's content stored for so many days, or with {@code null} no longer. */
    public void retainContent(String days) {
        Answer answer = http.send("PATCH", "/api/v1/tenant", "{\"content_retention_days\":" + days + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    public JsonNode found(String path) {
        Answer answer = http.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode created(String path, String body) {
        Answer answer = http.send("POST", path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }
}
