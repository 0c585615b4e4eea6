package io.signalbox.api.manage.http;

import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.Inbound;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * The one place where a failure becomes an answer of the admin API: {@code application/problem+json} (RFC 9457) with our {@code code} and
 * {@code request_id}, and {@code errors} when there are several.
 */
final class ProblemHandler implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Inbound inbound = Inbound.of(context);
        Fault fault = FaultHandler.asFault(context.failure(), inbound.requestId());
        inbound.note(LogKey.CODE, fault.code().wireName());
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(fault.code().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        if (fault.code() == FaultCode.INVALID_API_KEY) {
            response.putHeader("www-authenticate", "Bearer realm=\"signalbox\"");
        }
        fault.retryAfter()
                .ifPresent(pause ->
                        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, pause.toSeconds()))));
        Telemetry.unattended(
                response.end(problem(fault, context.request().path(), inbound.requestId())
                        .toBuffer()),
                "tell a problem");
    }

    private static JsonObject problem(Fault fault, String path, String requestId) {
        JsonObject problem = new JsonObject()
                .put("type", "urn:signalbox:problem:" + fault.code().wireName())
                .put("title", fault.code().title())
                .put("status", fault.code().status())
                .put("detail", fault.publicMessage())
                .put("instance", path)
                .put("code", fault.code().wireName())
                .put("request_id", requestId);
        fault.metadata().forEach(problem::put);
        return problem;
    }
}
