package io.signalbox.launch;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What machines ask a node: {@code /livez} (is the process there), {@code /readyz} (should it get traffic) and {@code /metrics}. */
final class HealthRoutes {

    private static final String METRICS_FORM = "text/plain; version=0.0.4; charset=utf-8";

    private final Readiness readiness;
    private final PrometheusMeterRegistry registry;

    HealthRoutes(Readiness readiness, PrometheusMeterRegistry registry) {
        this.readiness = readiness;
        this.registry = registry;
    }

    void mount(Vertx vertx, Router router) {
        router.get("/livez").handler(context -> answer(context, 200, List.of()));
        router.get("/readyz").handler(context -> {
            List<String> obstacles = readiness.obstacles();
            answer(context, obstacles.isEmpty() ? 200 : 503, obstacles);
        });
        router.get("/metrics")
                .handler(context -> vertx.executeBlocking(registry::scrape, false)
                        .onSuccess(text -> end(context, 200, METRICS_FORM, text))
                        .onFailure(context::fail));
    }

    private static void answer(RoutingContext context, int status, List<String> obstacles) {
        JsonObject body = new JsonObject()
                .put("status", status == 200 ? "ok" : "unavailable")
                .put("obstacles", new JsonArray(obstacles))
                .put("version", VersionCommand.version());
        end(context, status, "application/json", body.encode());
    }

    private static void end(RoutingContext context, int status, String form, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", form)
                .putHeader("cache-control", "no-store")
                .end(text);
    }
}
