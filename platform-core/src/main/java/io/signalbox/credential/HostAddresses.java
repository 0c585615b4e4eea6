package io.signalbox.credential;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/** Resolves host names, as whoever connects will; empty when there is no such host. */
@FunctionalInterface
public interface HostAddresses {

    Future<List<InetAddress>> of(String host);

    /** Asks the operating system, which also knows its hosts file, on a worker thread. */
    static HostAddresses ofSystem(Vertx vertx) {
        return host -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                .otherwise(unknown -> List.of());
    }
}
