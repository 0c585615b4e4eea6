package io.signalbox.api;

import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.KeyAuthHandler;
import io.signalbox.api.http.RequestIdHandler;
import io.signalbox.api.models.ModelsHandler;
import io.signalbox.api.requests.KeyHandler;
import io.signalbox.api.requests.RequestsHandler;
import io.signalbox.api.responses.StoredResponsesHandler;
import io.signalbox.dialect.openai.OpenAiErrors;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The data plane's table of contents. Every path passes, in this order: request id → key → its handler; failures end at {@link FaultHandler}. OpenAI's paths are
 * forgiven a missing or doubled {@code /v1}; whatever else lies under {@code /v1} is a JSON 404, never a page. What goes wrong at or below a surface's path is told in its shape.
 */
public final class ApiRoutes {

    private static final List<String> FORGIVEN = List.of("/v1", "", "/v1/v1");

    private final RequestIdHandler requestIds;
    private final KeyAuthHandler auth;
    private final List<SurfaceRoute> surfaces;
    private final ModelsHandler models;
    private final RequestsHandler requests;
    private final KeyHandler keys;
    private final StoredResponsesHandler responses;
    private final FaultHandler faults = new FaultHandler(OpenAiErrors::body);

    /** The handlers behind the table; all belong to one event loop. */
    public record Handlers(
            RequestIdHandler requestIds,
            KeyAuthHandler auth,
            List<SurfaceRoute> surfaces,
            ModelsHandler models,
            RequestsHandler requests,
            KeyHandler keys,
            StoredResponsesHandler responses) {}

    public ApiRoutes(Handlers handlers) {
        this.requestIds = handlers.requestIds();
        this.auth = handlers.auth();
        this.surfaces = List.copyOf(handlers.surfaces());
        this.models = handlers.models();
        this.requests = handlers.requests();
        this.keys = handlers.keys();
        this.responses = handlers.responses();
    }

    /** Adds the data plane to {@code router}; call before pages are mounted. */
    public void mount(Router router) {
        for (String prefix : FORGIVEN) {
            surfaces.forEach(surface -> serve(router, HttpMethod.POST, prefix, surface));
            serve(router, HttpMethod.GET, prefix, own("/models", models::list));
            serveUnder(router, prefix + "/models", models::find);
            admit(router, HttpMethod.DELETE, prefix, own("/responses/:id", responses::delete));
            serve(router, HttpMethod.GET, prefix, own("/responses/:id", responses::find));
        }
        serve(router, HttpMethod.GET, "/v1", own("/requests/:id", requests::find));
        serve(router, HttpMethod.GET, "/v1", own("/key", keys::show));
        for (String prefix : FORGIVEN) {
            surfaces.forEach(surface -> refuse(router, prefix + surface.path() + "/*", surface));
        }
        refuse(router, "/v1/*", own("", ApiRoutes::unknown));
    }

    private SurfaceRoute own(String path, Handler<RoutingContext> handler) {
        return new SurfaceRoute(path, requestIds, handler, faults);
    }

    private void serve(Router router, HttpMethod method, String prefix, SurfaceRoute served) {
        admit(router, method, prefix, served);
        router.route(prefix + served.path())
                .handler(served.requestIds())
                .handler(context -> wrongMethod(context, method))
                .failureHandler(served.faults());
    }

    private void admit(Router router, HttpMethod method, String prefix, SurfaceRoute served) {
        router.route(method, prefix + served.path())
                .handler(served.requestIds())
                .handler(auth)
                .handler(served.handler())
                .failureHandler(served.faults());
    }

    private static void refuse(Router router, String path, SurfaceRoute shape) {
        router.route(path)
                .handler(shape.requestIds())
                .handler(ApiRoutes::unknown)
                .failureHandler(shape.faults());
    }

    /** Model names hold slashes: the rest of the path is the name. */
    private void serveUnder(Router router, String path, Handler<RoutingContext> handler) {
        router.routeWithRegex(HttpMethod.GET, path + "/(?<model>[^/].*?)/?")
                .handler(requestIds)
                .handler(auth)
                .handler(handler)
                .failureHandler(faults);
    }

    private static void wrongMethod(RoutingContext context, HttpMethod right) {
        context.response().putHeader("allow", right.name());
        context.fail(Fault.of(
                FaultCode.METHOD_NOT_ALLOWED,
                "Use " + right + " here, not " + context.request().method() + "."));
    }

    private static void unknown(RoutingContext context) {
        context.fail(
                Fault.of(
                        FaultCode.UNKNOWN_URL,
                        "Nothing is at this path. OpenAI's SDKs want a base_url that ends in /v1, Anthropic's one without it."));
    }
}
