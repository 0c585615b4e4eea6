package io.signalbox.launch;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes one event loop's connections on which nothing is being answered for too long. The server's own idle timeout would also cut a request that
 * quietly waits for its provider.
 */
final class IdleConnections {

    private final IdentityHashMap<HttpConnection, Use> open = new IdentityHashMap<>();
    private final long idleNanosMax;

    IdleConnections(Vertx vertx, Duration idleMax) {
        this.idleNanosMax = idleMax.toNanos();
        vertx.setPeriodic(Math.max(100, idleMax.toMillis() / 4), timer -> sweep());
    }

    void opened(HttpConnection connection) {
        open.put(connection, new Use());
        connection.closeHandler(closed -> open.remove(connection));
    }

    /** The first handler of every request. */
    void serve(RoutingContext context) {
        Use use = open.get(context.request().connection());
        if (use != null) {
            use.requests++;
            context.addEndHandler(ended -> {
                use.requests--;
                use.lastEnd = System.nanoTime();
            });
        }
        context.next();
    }

    private void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> idle = open.entrySet().stream()
                .filter(entry -> entry.getValue().requests <= 0 && now - entry.getValue().lastEnd > idleNanosMax)
                .map(Map.Entry::getKey)
                .toList();
        idle.forEach(HttpConnection::close);
    }

    private static final class Use {
        private int requests;
        private long lastEnd = System.nanoTime();
    }
}
