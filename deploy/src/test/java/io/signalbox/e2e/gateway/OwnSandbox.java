package io.signalbox.e2e.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A sandbox provider in the test's own process: it and its meter outlive any node. */
public final class OwnSandbox implements AutoCloseable {

    /** Slow enough that many streams are open at any moment. */
    private static final SandboxPace PACE = new SandboxPace(Duration.ofMillis(10), Duration.ofMillis(3));

    private final Vertx vertx = Vertx.vertx();
    private final SandboxServer server;

    public OwnSandbox() {
        try {
            server = new SandboxServer(vertx, PACE).listen(0).await(5, SECONDS);
        } catch (TimeoutException stuck) {
            throw new AssertionError("the sandbox does not start", stuck);
        }
    }

    public URI baseUrl() {
        return server.baseUrl();
    }

    /** What it would have billed so far. */
    public long costNanos() {
        return server.meter().total().costNanos();
    }

    /** Requests that it is still answering. */
    public long open() {
        return server.meter().total().open();
    }

    @Override
    public void close() {
        try {
            vertx.close().await(5, SECONDS);
        } catch (TimeoutException stuck) {
            throw new AssertionError("the sandbox does not stop", stuck);
        }
    }
}
