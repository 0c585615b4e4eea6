package io.signalbox.api.manage.http;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.signalbox.api.http.BodyReader;
import io.signalbox.api.http.Inbound;
import io.signalbox.api.http.RequestIdHandler;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.AdminCaller;
import io.signalbox.key.AdminVerifier;
import io.signalbox.telemetry.LogKey;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admin API as a table of routes, and the way of every request through it: request id → token → permission → content type → body →
 * endpoint. What the table does not list is a 404, and a wrong method a 405, both in problem+json.
 */
public final class ManageTable {

    static final String BASE = "/api/v1";

    private static final String BEARER = "Bearer ";
    private static final int BODY_BYTES_MAX = 1 << 20;

    private final List<ManageRoute> routes;
    private final RequestIdHandler requestIds;
    private final AdminVerifier verifier;
    private final BodyReader bodies = new BodyReader(BODY_BYTES_MAX);
    private final ProblemHandler problems = new ProblemHandler();

    /** Fails when two routes are the same. */
    public ManageTable(List<ManageRoute> routes, RequestIdHandler requestIds, AdminVerifier verifier) {
        this.routes = List.copyOf(routes);
        this.requestIds = requestIds;
        this.verifier = verifier;
        Set<String> seen = new HashSet<>();
        for (ManageRoute route : routes) {
            if (!seen.add(route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))) {
                throw new IllegalStateException("two routes for " + route.method() + " " + route.path());
            }
        }
    }

    public List<ManageRoute> routes() {
        return routes;
    }

    public void mount(Router router) {
        routes.forEach(
                route -> mount(router.route(route.method(), route.template()), context -> serve(context, route)));
        Map<String, List<ManageRoute>> byPath =
                routes.stream().collect(groupingBy(ManageRoute::template, LinkedHashMap::new, toList()));
        byPath.forEach((template, there) -> mount(router.route(template), context -> refuseMethod(context, there)));
        mount(
                router.route("/api/*"),
                context -> context.fail(Fault.of(
                        FaultCode.UNKNOWN_URL,
                        "Nothing is at this path. The admin API is described at " + BASE + "/openapi.yaml.")));
    }

    private void mount(Route route, Handler<RoutingContext> handler) {
        route.handler(requestIds).handler(ManageTable::protect).handler(handler).failureHandler(problems);
    }

    private static void protect(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("x-content-type-options", "nosniff");
        context.next();
    }

    private static void refuseMethod(RoutingContext context, List<ManageRoute> there) {
        String allowed =
                there.stream().map(route -> route.method().name()).sorted().collect(joining(", "));
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        context.fail(Fault.of(FaultCode.METHOD_NOT_ALLOWED, "Use " + allowed + " here."));
    }

    private void serve(RoutingContext context, ManageRoute route) {
        context.request().pause();
        admitted(context, route)
                .compose(caller -> body(context, route)
                        .map(body ->
                                new ManageRequest(context, Inbound.of(context).requestId(), caller.orElse(null), body)))
                .compose(request -> route.endpoint().answer(request))
                .compose(answer -> send(context.response(), answer))
                .onFailure(failure -> refuse(context, failure));
    }

    /** What was not read of the body is let through and dropped, so that the connection can be used again. */
    private static void refuse(RoutingContext context, Throwable failure) {
        if (!context.request().isEnded()) {
            context.request().resume();
        }
        context.fail(failure);
    }

    private Future<Optional<AdminCaller>> admitted(RoutingContext context, ManageRoute route) {
        if (route.access().isOpen()) {
            return Future.succeededFuture(Optional.empty());
        }
        return verifier.verify(token(context)).map(found -> {
            AdminCaller caller = found.orElseThrow(() -> Fault.of(
                    FaultCode.INVALID_API_KEY, "No valid admin token. Send 'Authorization: Bearer sb_admin_…'."));
            Inbound.of(context).note(LogKey.TENANT, caller.tenant().value());
            Inbound.of(context).note(LogKey.KEY, caller.token().value());
            route.access().missing(caller).ifPresent(ManageTable::forbid);
            return found;
        });
    }

    private static void forbid(Permission missing) {
        throw Fault.of(FaultCode.FORBIDDEN, "This token lacks the scope " + missing.wireName() + ".");
    }

    private static String token(RoutingContext context) {
        @Nullable String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length())
                : "";
    }

    private Future<Buffer> body(RoutingContext context, ManageRoute route) {
        if (!route.mayHaveBody()) {
            context.request().resume();
            return Future.succeededFuture(Buffer.buffer());
        }
        Future<Buffer> read = bodies.read(context.request());
        context.request().resume();
        return read.map(body -> {
            if (body.length() > 0 && !isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
                throw Fault.of(FaultCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
            }
            return body;
        });
    }

    private static boolean isJson(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0];
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static Future<Void> send(HttpServerResponse response, Answer answer) {
        if (answer.pieces().isPresent()) {
            return new PieceWriter(response, answer.pieces().get()).send(answer);
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.body().isEmpty()) {
            return response.end();
        }
        return response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .end(answer.body().get());
    }
}
