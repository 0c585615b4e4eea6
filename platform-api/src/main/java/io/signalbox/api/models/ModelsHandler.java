package io.signalbox.api.models;

import io.signalbox.api.http.Inbound;
import io.signalbox.catalog.Deployment;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
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

/**
 * {@code GET /v1/models} and {@code /v1/models/{id}}: what the key may use, in OpenAI's shape with prices and capabilities beside it, or in Anthropic's for a
 * client that sends {@code anthropic-version}.
 */
public final class ModelsHandler {

    private final RouteWatch routes;

    public ModelsHandler(RouteWatch routes) {
        this.routes = routes;
    }

    /** Lists smart-select first, then every model in the book's order, then the tenant's aliases. */
    public void list(RoutingContext context) {
        Caller caller = Inbound.of(context).caller();
        routes.of(caller).onFailure(context::fail).onSuccess(world -> {
            List<ModelEntry> entries = entries(caller, world);
            send(context, isAnthropic(context) ? anthropicList(entries) : openAiList(entries, world));
        });
    }

    /** One model by its name, which may hold a slash; unknown and not allowed are the same 404. */
    public void find(RoutingContext context) {
        Caller caller = Inbound.of(context).caller();
        String name = context.pathParam("model");
        routes.of(caller)
                .map(world -> entry(name, caller, world)
                        .orElseThrow(() -> Fault.with(FaultCode.MODEL_NOT_FOUND, "No such model for this key.")
                                .param("model")
                                .build()))
                .onFailure(context::fail)
                .onSuccess(entry -> send(context, isAnthropic(context) ? entry.anthropic() : entry.openAi()));
    }

    private static List<ModelEntry> entries(Caller caller, TenantRoutes world) {
        List<String> names = new ArrayList<>();
        names.add(RoutePlanner.SMART_SELECT);
        names.addAll(world.catalog().modelNames());
        names.addAll(world.catalog().aliases().keySet());
        return names.stream()
                .flatMap(name -> entry(name, caller, world).stream())
                .toList();
    }

    /** Whatever a request of this key may give as its model, {@code provider/name} too. */
    private static Optional<ModelEntry> entry(String name, Caller caller, TenantRoutes world) {
        if (!caller.mayUse(name)) {
            return Optional.empty();
        }
        if (name.equals(RoutePlanner.SMART_SELECT)) {
            return Optional.of(ModelEntry.smart());
        }
        List<Deployment> found = world.catalog().find(name);
        Optional<String> target = Optional.ofNullable(world.catalog().aliases().get(name));
        return found.isEmpty() ? Optional.empty() : Optional.of(new ModelEntry(name, found, target));
    }

    private static boolean isAnthropic(RoutingContext context) {
        return context.request().headers().contains("anthropic-version");
    }

    /** Below an open prefix any name may be asked for: which ones there are, only the provider knows. */
    private static JsonObject openAiList(List<ModelEntry> entries, TenantRoutes world) {
        JsonArray data = new JsonArray();
        entries.forEach(each -> data.add(each.openAi()));
        JsonArray prefixes = new JsonArray();
        world.catalog().openPrefixes().forEach(prefix -> prefixes.add(prefix + "/"));
        return new JsonObject().put("object", "list").put("data", data).put("open_prefixes", prefixes);
    }

    /** All on one page. */
    private static JsonObject anthropicList(List<ModelEntry> entries) {
        JsonArray data = new JsonArray();
        entries.forEach(each -> data.add(each.anthropic()));
        JsonObject list = new JsonObject().put("data", data).put("has_more", false);
        if (!entries.isEmpty()) {
            list.put("first_id", entries.get(0).id());
            list.put("last_id", entries.get(entries.size() - 1).id());
        }
        return list;
    }

    private static void send(RoutingContext context, JsonObject body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        Telemetry.unattended(context.response().end(body.toBuffer()), "send models");
    }
}
