package io.signalbox.launch;

import io.signalbox.config.SignalboxConfig.HttpConfig;
import io.signalbox.config.SignalboxConfig.LimitsConfig;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the node's port: everything behind its router belongs to this loop. */
final class HttpVerticle extends VerticleBase {

    private static final Duration DELAY_PROBE = Duration.ofMillis(500);

    /** What the router serves; called on the event loop that will run it. */
    interface Site {
        void mount(Vertx vertx, Router router);
    }

    /** What every instance is made from. */
    record Parts(HttpConfig http, int port, LimitsConfig limits, Site site, Meters meters) {}

    private final Parts parts;
    private @Nullable HttpServer server;

    HttpVerticle(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        IdleConnections connections = new IdleConnections(vertx, parts.limits.idleTimeout());
        Router router = Router.router(vertx);
        router.route().handler(connections::serve);
        parts.site.mount(vertx, router);
        probeDelay();
        HttpServer made = vertx.createHttpServer(options(parts))
                .connectionHandler(connections::opened)
                .requestHandler(router);
        server = made;
        return made.listen();
    }

    /** Takes no more connections, lets running requests end within the drain timeout, and cuts what is left. */
    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(parts.http.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void probeDelay() {
        long[] last = {System.nanoTime()};
        vertx.setPeriodic(DELAY_PROBE.toMillis(), timer -> {
            long now = System.nanoTime();
            parts.meters.eventLoopDelayed(Duration.ofNanos(Math.max(0, now - last[0] - DELAY_PROBE.toNanos())));
            last[0] = now;
        });
    }

    /**
     * Without TLS there is only HTTP/1.1: the server would wait for the first byte of a connection to tell HTTP/2 from it, and until then nobody could
     * close one that never speaks.
     */
    private static HttpServerOptions options(Parts parts) {
        return new HttpServerOptions()
                .setHost(parts.http.host())
                .setPort(parts.port)
                .setMaxHeaderSize(parts.limits.maxHead().intBytes())
                .setMaxInitialLineLength(8 * 1024)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setCompressionSupported(false)
                // No page opens a web socket; their handlers would look at every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }
}
