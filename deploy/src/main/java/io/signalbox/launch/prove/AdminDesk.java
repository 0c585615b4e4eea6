package io.signalbox.launch.prove;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an administrator does over HTTP, at whichever node answers. Blocks. */
final class AdminDesk {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int NANO_DIGITS = 9;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final Supplier<List<URI>> nodes;
    private final String token;

    AdminDesk(Supplier<List<URI>> nodes, String token) {
        this.nodes = nodes;
        this.token = token;
    }

    /** A virtual key and its secret. */
    record Key(String id, String appId, String secret) {}

    String tenantId() {
        return need("GET", "/api/v1/me", "", 200).getJsonObject("tenant").getString("id");
    }

    String createApp(String name) {
        return need("POST", "/api/v1/apps", new JsonObject().put("name", name).encode(), 201)
                .getString("id");
    }

    Key createKey(String appId, String name) {
        JsonObject key = need(
                "POST",
                "/api/v1/apps/" + appId + "/keys",
                new JsonObject().put("name", name).encode(),
                201);
        return new Key(key.getString("id"), appId, key.getString("secret"));
    }

    String createBudget(String name, String scope, String scopeId, String window, long limitNanos) {
        JsonObject body = new JsonObject()
                .put("name", name)
                .put("scope", scope)
                .put("scope_id", scopeId)
                .put("window", window)
                .put("limit_usd", usd(limitNanos));
        return need("POST", "/api/v1/budgets", body.encode(), 201).getString("id");
    }

    /** Sets a budget's limit; false when no node could be reached or said yes, and then it may have been set all the same. */
    boolean limit(String budgetId, long limitNanos) {
        for (URI node : nodes.get()) {
            Optional<HttpResponse<String>> now = ask(node, "GET", "/api/v1/budgets/" + budgetId, "", "");
            if (now.isEmpty() || now.get().statusCode() != 200) {
                continue;
            }
            String etag = now.get().headers().firstValue("etag").orElse("");
            String body = new JsonObject().put("limit_usd", usd(limitNanos)).encode();
            Optional<HttpResponse<String>> done = ask(node, "PATCH", "/api/v1/budgets/" + budgetId, body, etag);
            if (done.isPresent() && done.get().statusCode() == 200) {
                return true;
            }
        }
        return false;
    }

    private static String usd(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).toPlainString();
    }

    private JsonObject need(String method, String path, String body, int status) {
        for (URI node : nodes.get()) {
            Optional<HttpResponse<String>> answer = ask(node, method, path, body, "");
            if (answer.isPresent() && answer.get().statusCode() == status) {
                return new JsonObject(answer.get().body());
            }
        }
        throw new IllegalStateException("no node does " + method + " " + path);
    }

    private Optional<HttpResponse<String>> ask(URI node, String method, String path, String body, String ifMatch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path))
                .timeout(LIMIT)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!ifMatch.isEmpty()) {
            request.header("if-match", ifMatch);
        }
        try {
            return Optional.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException unreachable) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
