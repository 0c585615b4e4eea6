package io.signalbox.provider;

import io.signalbox.credential.Egress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.TimeUnit;

/**
 * Sends attempts to providers. One per event loop, so that connections stay on the loop that uses them. HTTP/1.1 with kept connections:
 * resetting a stream then closes a socket, which every provider understands as "stop". Follows no redirect, asks for no compression, ignores
 * proxies of the environment, and sends no header of a client's. Where a tenant's own origin leads is decided by the {@link Egress} every time.
 */
public final class ProviderClient {

    private static final int CONNECTIONS_MAX = 2_048;
    private static final int WAITING_MAX = 256;
    private static final int KEEP_ALIVE_SECONDS = 50;
    private static final int HEADER_BYTES_MAX = 32 << 10;

    private final Vertx vertx;
    private final HttpClient client;
    private final ProviderTimeouts timeouts;
    private final Egress egress;
    private final Dialects dialects;

    public ProviderClient(Vertx vertx, ProviderTimeouts timeouts, Egress egress, Dialects dialects) {
        this(vertx, timeouts, egress, dialects, CONNECTIONS_MAX, WAITING_MAX);
    }

    /** Bounds per origin: beyond them an attempt fails as {@code OVERLOADED}, which another deployment may serve. */
    ProviderClient(
            Vertx vertx,
            ProviderTimeouts timeouts,
            Egress egress,
            Dialects dialects,
            int connectionsMax,
            int waitingMax) {
        this.vertx = vertx;
        this.timeouts = timeouts;
        this.egress = egress;
        this.dialects = dialects;
        this.client = vertx.httpClientBuilder()
                .with(options(timeouts))
                .with(new PoolOptions().setHttp1MaxSize(connectionsMax).setMaxWaitQueueSize(waitingMax))
                .withConnectHandler(connection -> connection.exceptionHandler(ProviderClient::alreadyTold))
                .build();
    }

    /** For the exceptions that also fail a future or end an answer: without a handler, Vert.x logs each of them as an error. */
    static void alreadyTold(Throwable failure) {}

    private static HttpClientOptions options(ProviderTimeouts timeouts) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) timeouts.connect().toMillis())
                .setSslHandshakeTimeout(timeouts.connect().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setDecompressionSupported(false);
    }

    /** Sends at once; whoever calls must await the reply or cancel. */
    public ProviderExchange send(ProviderCall call) {
        return send(call, dialects.of(call.deployment(), call.scan().wire()));
    }

    /** As {@link #send(ProviderCall)}, asking for something else than an answer: what that is, {@code dialect} says. */
    public ProviderExchange send(ProviderCall call, Dialect dialect) {
        ProviderExchange exchange = new ProviderExchange(vertx, call, dialect, timeouts);
        exchange.start(client, egress);
        return exchange;
    }

    /** Closes every connection; running exchanges fail. */
    public Future<Void> close() {
        return client.close();
    }
}
