package io.signalbox.api.http;

import io.signalbox.fault.Blame;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failure becomes an answer of the data plane: the surface's error object, and headers that tell SDKs whether to retry. What is not a
 * {@link Fault} is an internal error, logged once with its stack.
 */
public final class FaultHandler implements Handler<RoutingContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(FaultHandler.class);

    private final BiFunction<Fault, String, Buffer> bodies;

    /** {@code bodies} writes a fault with a request's id in the shape of the surface. */
    public FaultHandler(BiFunction<Fault, String, Buffer> bodies) {
        this.bodies = bodies;
    }

    @Override
    public void handle(RoutingContext context) {
        String requestId = Inbound.of(context).requestId();
        Fault fault = asFault(context.failure(), requestId);
        Inbound.of(context).note(LogKey.CODE, fault.code().wireName());
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(fault.code().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        fault.retryAfter().ifPresent(pause -> putRetryAfter(response, pause));
        if (fault.code().blame() == Blame.CALLER && fault.retryAfter().isEmpty()) {
            response.putHeader("x-should-retry", "false");
        }
        response.end(bodies.apply(fault, requestId));
    }

    /** The failure as a fault; anything unexpected is logged here, once, and told to the caller only as internal. */
    public static Fault asFault(Throwable failure, String requestId) {
        if (failure instanceof Fault fault) {
            fault.detail()
                    .ifPresent(detail -> LOGGER.atDebug()
                            .addKeyValue(LogKey.REQUEST, requestId)
                            .addKeyValue(LogKey.CAUSE, detail)
                            .log("request failed"));
            return fault;
        }
        LOGGER.atError()
                .addKeyValue(LogKey.REQUEST, requestId)
                .setCause(failure)
                .log("unexpected failure");
        return Fault.of(
                FaultCode.INTERNAL, "Something went wrong on our side. Quote the request id when you report it.");
    }

    private static void putRetryAfter(HttpServerResponse response, Duration pause) {
        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, pause.toSeconds())));
        response.putHeader("retry-after-ms", Long.toString(pause.toMillis()));
    }
}
