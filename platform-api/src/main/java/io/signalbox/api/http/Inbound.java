package io.signalbox.api.http;

import io.signalbox.key.Caller;
import io.signalbox.telemetry.AccessLine;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a request from its first byte on: its id, its times, and once verified its caller. Confined to its event loop. */
public final class Inbound {

    private static final String KEY = Inbound.class.getName();

    private final String requestId;
    private final Instant at;
    private final long startedNanos;
    private final Map<String, String> details = new HashMap<>();
    private @Nullable Caller caller;

    Inbound(String requestId, Instant at, long startedNanos) {
        this.requestId = requestId;
        this.at = at;
        this.startedNanos = startedNanos;
    }

    /** The request's, made by {@link RequestIdHandler}. */
    public static Inbound of(RoutingContext context) {
        Inbound inbound = context.get(KEY);
        if (inbound == null) {
            throw new IllegalStateException("no RequestIdHandler before " + context.normalizedPath());
        }
        return inbound;
    }

    void keepIn(RoutingContext context) {
        context.put(KEY, this);
    }

    public String requestId() {
        return requestId;
    }

    /** When it arrived, by the wall clock. */
    public Instant at() {
        return at;
    }

    /** When it arrived, by {@link System#nanoTime()}. */
    public long startedNanos() {
        return startedNanos;
    }

    /** Fails when no key was verified on this route. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("no KeyAuthHandler before this route");
        }
        return caller;
    }

    void verified(Caller verified) {
        this.caller = verified;
    }

    /** Adds to the access line; {@code key} is a {@code LogKey}. */
    public void note(String key, String value) {
        details.put(key, value);
    }

    AccessLine accessLine(RoutingContext context) {
        Route route = context.currentRoute();
        String template = route == null || route.getPath() == null ? "unmatched" : route.getPath();
        return new AccessLine(
                requestId,
                context.request().method().name(),
                template,
                context.response().getStatusCode(),
                Duration.ofNanos(System.nanoTime() - startedNanos),
                details);
    }
}
