package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {

    private static final Duration IDLE = Duration.ofMillis(200);
    private static final String REQUEST = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Promise<RoutingContext> asked = Promise.promise();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void closesAConnectionThatNeverAsksAnything() throws Exception {
        // When
        NetSocket socket = connect(serve());

        // Then
        closed(socket).await(5, TimeUnit.SECONDS);
    }

    @Test
    void waitsForAnAnswerHoweverLongItTakesAndThenForAnotherRequest() throws Exception {
        // Given
        NetSocket socket = connect(serve());
        Future<Void> closed = closed(socket);
        socket.write(REQUEST).await(5, TimeUnit.SECONDS);
        RoutingContext context = asked.future().await(5, TimeUnit.SECONDS);

        // When
        vertx.timer(IDLE.multipliedBy(4).toMillis(), TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
        boolean cutWhileWaiting = closed.isComplete();
        context.response().end("late").await(5, TimeUnit.SECONDS);
        closed.await(5, TimeUnit.SECONDS);

        // Then
        assertThat(cutWhileWaiting).isFalse();
    }

    private HttpServer serve() throws Exception {
        IdleConnections connections = new IdleConnections(vertx, IDLE);
        Router router = Router.router(vertx);
        router.route().handler(connections::serve);
        router.get("/").handler(asked::complete);
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(connections::opened)
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(5, TimeUnit.SECONDS);
    }

    private NetSocket connect(HttpServer server) throws Exception {
        return vertx.createNetClient().connect(server.actualPort(), "127.0.0.1").await(5, TimeUnit.SECONDS);
    }

    private static Future<Void> closed(NetSocket socket) {
        Promise<Void> closed = Promise.promise();
        socket.closeHandler(gone -> closed.tryComplete());
        return closed.future();
    }
}
