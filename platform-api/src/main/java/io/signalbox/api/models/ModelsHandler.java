package io.signalbox.api.models;

import io.signalbox.api.http.Inbound;
import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import io.signalbox.route.RoutePlanner;
import io.signalbox.route.RouteWatch;
import io.signalbox.route.TenantRoutes;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models} and {@code /v1/models/{id}}: OpenAI's shape with prices and capabilities beside it. Only what the key may use. */
public final class ModelsHandler {

    private final RouteWatch routes;

    public ModelsHandler(RouteWatch routes) {
        this.routes = routes;
    }

    /** Lists smart-select first, then every model in the book's order, then the tenant's aliases. */
    public void list(RoutingContext context) {
        Caller caller = Inbound.of(context).caller();
        routes.of(caller)
                .onFailure(context::fail)
                .onSuccess(world -> send(
                        context,
                        new JsonObject().put("object", "list").put("data", new JsonArray(entries(caller, world)))));
    }

    /** One model by its name, which may hold a slash; unknown and not allowed are the same 404. */
    public void find(RoutingContext context) {
        Caller caller = Inbound.of(context).caller();
        String name = context.pathParam("model");
        routes.of(caller)
                .map(world -> entries(caller, world).stream()
                        .filter(entry -> entry.getString("id").equals(name))
                        .findFirst()
                        .orElseThrow(() -> Fault.with(FaultCode.MODEL_NOT_FOUND, "No such model for this key.")
                                .param("model")
                                .build()))
                .onFailure(context::fail)
                .onSuccess(entry -> send(context, entry));
    }

    private static List<JsonObject> entries(Caller caller, TenantRoutes world) {
        List<JsonObject> entries = new ArrayList<>();
        if (caller.mayUse(RoutePlanner.SMART_SELECT)) {
            entries.add(entry(RoutePlanner.SMART_SELECT, "signalbox")
                    .put("description", "the cheapest model that is good enough for the task"));
        }
        for (String name : world.catalog().modelNames()) {
            if (caller.mayUse(name)) {
                entries.add(described(name, world.catalog().find(name).get(0)));
            }
        }
        world.catalog().aliases().forEach((alias, target) -> {
            List<Deployment> found = world.catalog().find(alias);
            if (caller.mayUse(alias) && !found.isEmpty()) {
                entries.add(described(alias, found.get(0)).put("alias_of", target));
            }
        });
        return entries;
    }

    private static JsonObject described(String id, Deployment deployment) {
        Model model = deployment.model();
        Capabilities can = model.capabilities();
        return entry(id, deployment.provider().name())
                .put("context_length", model.contextTokens())
                .put("max_output_tokens", model.maxOutputTokens())
                .put(
                        "capabilities",
                        new JsonObject()
                                .put("tools", can.tools())
                                .put("json_schema", can.jsonSchema())
                                .put("vision", can.vision())
                                .put("reasoning", can.reasoning()))
                .put("pricing", pricing(deployment.rates()));
    }

    /** USD per million tokens as decimal strings; null when unpriced. */
    private static @Nullable Object pricing(Optional<Rates> rates) {
        return rates.<Object>map(priced -> {
                    JsonObject pricing = new JsonObject().put("unit", "usd_per_million_tokens");
                    for (TokenClass each : TokenClass.values()) {
                        pricing.put(each.wireName(), new Money(priced.nanosPerMillion(each)).usd());
                    }
                    return pricing;
                })
                .orElse(null);
    }

    private static JsonObject entry(String id, String owner) {
        return new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", owner);
    }

    private static void send(RoutingContext context, JsonObject body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        Telemetry.unattended(context.response().end(body.toBuffer()), "send models");
    }
}
