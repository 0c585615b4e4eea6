package io.signalbox.launch.prove;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** All clients at once, each with a connection of its own to every node if it wants one. Methods block. */
final class Crowd {

    private static final int CONNECT_MS = 3_000;
    private static final int SILENT_SECONDS = 60;

    private final Context loop;
    private final HttpClient http;
    private final List<Client> clients = new ArrayList<>();

    private Crowd(Vertx vertx, int connections) {
        this.loop = vertx.getOrCreateContext();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS).setIdleTimeout(SILENT_SECONDS),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Sends {@code count} clients off, the keys dealt out among them in turn. */
    static Crowd start(Vertx vertx, int count, List<URI> nodes, Treasury treasury, SplittableRandom random) {
        Crowd crowd = new Crowd(vertx, count);
        List<AdminDesk.Key> keys = treasury.keys();
        for (int i = 0; i < count; i++) {
            AdminDesk.Key key = keys.get(i % keys.size());
            Client.Part part = new Client.Part(
                    nodes, key, treasury.tally(), () -> treasury.isPaused(key), treasury.isUnbounded(key));
            crowd.clients.add(new Client(vertx, crowd.http, part, random.split()));
        }
        crowd.loop.runOnContext(here -> crowd.clients.forEach(Client::start));
        return crowd;
    }

    /** Lets every client hear its answer out. */
    void stop() {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(here -> Future.join(clients.stream().map(Client::stop).toList())
                .<Void>mapEmpty()
                .onComplete(done));
        try {
            done.future().await(2, TimeUnit.MINUTES);
        } catch (java.util.concurrent.TimeoutException stuck) {
            throw new IllegalStateException("the clients do not come to rest", stuck);
        }
        http.close().await();
    }
}
