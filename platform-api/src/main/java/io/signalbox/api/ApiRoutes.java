package io.signalbox.api;

import io.signalbox.api.chat.ChatHandler;
import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.KeyAuthHandler;
import io.signalbox.api.http.RequestIdHandler;
import io.signalbox.api.models.ModelsHandler;
import io.signalbox.api.requests.KeyHandler;
import io.signalbox.api.requests.RequestsHandler;
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
 * forgiven a missing or doubled {@code /v1}; whatever else lies under {@code /v1} is a JSON 404, never a page.
 */
public final class ApiRoutes {

    private static final List<String> FORGIVEN = List.of("/v1", "", "/v1/v1");

    private final RequestIdHandler requestIds;
    private final KeyAuthHandler auth;
    private final ChatHandler chat;
    private final ModelsHandler models;
    private final RequestsHandler requests;
    private final KeyHandler keys;
    private final FaultHandler faults = new FaultHandler(OpenAiErrors::body);

    /** The handlers behind the table; all belong to one event loop. */
    public record Handlers(
            RequestIdHandler requestIds,
            KeyAuthHandler auth,
            ChatHandler chat,
            ModelsHandler models,
            RequestsHandler requests,
            KeyHandler keys) {}

    public ApiRoutes(Handlers handlers) {
        this.requestIds = handlers.requestIds();
        this.auth = handlers.auth();
        this.chat = handlers.chat();
        this.models = handlers.models();
        this.requests = handlers.requests();
        this.keys = handlers.keys();
    }

    /** Adds the data plane to {@code router}; call before pages are mounted. */
    public void mount(Router router) {
        for (String prefix : FORGIVEN) {
            serve(router, HttpMethod.POST, prefix + "/chat/completions", chat);
            serve(router, HttpMethod.GET, prefix + "/models", models::list);
            serveUnder(router, prefix + "/models", models::find);
        }
        serve(router, HttpMethod.GET, "/v1/requests/:id", requests::find);
        serve(router, HttpMethod.GET, "/v1/key", keys::show);
        router.route("/v1/*").handler(requestIds).handler(ApiRoutes::unknown).failureHandler(faults);
    }

    private void serve(Router router, HttpMethod method, String path, Handler<RoutingContext> handler) {
        router.route(method, path)
                .handler(requestIds)
                .handler(auth)
                .handler(handler)
                .failureHandler(faults);
        router.route(path)
                .handler(requestIds)
                .handler(context -> wrongMethod(context, method))
                .failureHandler(faults);
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
        context.fail(Fault.of(
                FaultCode.UNKNOWN_URL,
                "Nothing is at this path. Your base_url should end in /v1; chat is POST /v1/chat/completions."));
    }
}
