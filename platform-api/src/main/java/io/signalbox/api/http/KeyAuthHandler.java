package io.signalbox.api.http;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.key.KeyVerdict;
import io.signalbox.key.KeyVerifier;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Turns the presented key into a {@link Caller}. Accepts {@code Authorization: Bearer}, {@code x-api-key} and {@code x-goog-api-key}; a missing,
 * malformed and unknown key get the same answer. The request is paused while a look-up runs, so that no body byte is lost.
 */
public final class KeyAuthHandler implements Handler<RoutingContext> {

    private static final String BEARER = "Bearer ";

    private final KeyVerifier verifier;

    public KeyAuthHandler(KeyVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void handle(RoutingContext context) {
        Future<KeyVerdict> verdict = verifier.verify(presented(context.request()));
        if (verdict.isComplete()) {
            decide(context, verdict);
            return;
        }
        context.request().pause();
        verdict.onComplete(done -> {
            context.request().resume();
            decide(context, verdict);
        });
    }

    private static void decide(RoutingContext context, Future<KeyVerdict> verdict) {
        if (verdict.failed()) {
            context.fail(verdict.cause());
            return;
        }
        verdict.result()
                .<Runnable>fold(
                        valid -> () -> admit(context, valid.caller()),
                        unknown -> () -> context.fail(Fault.of(
                                FaultCode.INVALID_API_KEY,
                                "No valid API key. Send 'Authorization: Bearer sb_live_…' (or x-api-key).")),
                        revoked -> () -> context.fail(Fault.of(
                                FaultCode.KEY_REVOKED, "This API key was revoked at " + revoked.since() + ".")),
                        expired -> () -> context.fail(
                                Fault.of(FaultCode.KEY_EXPIRED, "This API key expired at " + expired.since() + ".")))
                .run();
    }

    private static void admit(RoutingContext context, Caller caller) {
        Inbound inbound = Inbound.of(context);
        inbound.verified(caller);
        inbound.note(LogKey.TENANT, caller.tenant().value());
        inbound.note(LogKey.KEY, caller.key().value());
        context.next();
    }

    private static String presented(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? authorization.substring(BEARER.length())
                    : authorization;
        }
        String apiKey = request.getHeader("x-api-key");
        if (apiKey != null) {
            return apiKey;
        }
        String googleKey = request.getHeader("x-goog-api-key");
        return googleKey == null ? "" : googleKey;
    }
}
