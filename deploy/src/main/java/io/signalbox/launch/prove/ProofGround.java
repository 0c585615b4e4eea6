package io.signalbox.launch.prove;

import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.postgres.EmbeddedPostgres;
import io.signalbox.sandbox.SandboxMeter;
import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a proof runs on: PostgreSQL and the nodes as processes of their own, a {@link Link} from each node to PostgreSQL, and in this process the
 * provider with its meter, which nothing ever happens to. Whatever became of it all, {@link #close()} leaves nothing running.
 */
final class ProofGround implements AutoCloseable {

    private static final SandboxPace PACE = new SandboxPace(Duration.ofMillis(60), Duration.ofMillis(3));
    private static final int CONNECTIONS = 3;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    private final EmbeddedPostgres postgres;
    private final SandboxServer sandbox;
    private final Database database;
    private final List<Link> links = new ArrayList<>();
    private final List<NodeRun> nodes = new ArrayList<>();

    private ProofGround(Path home) {
        this.postgres = EmbeddedPostgres.startBlocking(home.resolve("postgres"));
        this.sandbox = new SandboxServer(vertx, PACE).listen(0).await();
        this.database = Database.connect(vertx, postgres.connectOptions(), PoolSize.of(CONNECTIONS));
    }

    /** Starts all but the nodes, which are made and not launched. Blocks. */
    static ProofGround lay(ProofOptions options) {
        ProofGround ground = new ProofGround(options.home());
        for (int i = 1; i <= options.nodes(); i++) {
            ground.add("node " + i, options.home().resolve("node-" + i));
        }
        return ground;
    }

    Vertx vertx() {
        return vertx;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    /** Straight to PostgreSQL, past every link. */
    Database database() {
        return database;
    }

    SandboxMeter meter() {
        return sandbox.meter();
    }

    List<NodeRun> nodes() {
        return nodes;
    }

    Link link(NodeRun node) {
        return links.get(nodes.indexOf(node));
    }

    /** {@code kill -9} of PostgreSQL's first process; the others end when they notice. */
    void killPostgres() {
        postgres.pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Ends every process at once: for when this one is told to stop in the middle. */
    void killAll() {
        nodes.forEach(NodeRun::kill);
        killPostgres();
    }

    @Override
    public void close() {
        nodes.forEach(NodeRun::kill);
        database.close().await();
        vertx.close().await();
        postgres.stopBlocking();
    }

    /** Another node in {@code home}, on the same link as {@code node}; its caller ends it. */
    NodeRun twin(NodeRun node, Path home) {
        int port = freePort();
        return new NodeRun(node.name() + "'s twin", home, port, environment(home, port, link(node)));
    }

    private void add(String name, Path home) {
        Link link = Link.open(vertx, postgres.connectOptions().getPort());
        int port = freePort();
        links.add(link);
        nodes.add(new NodeRun(name, home, port, environment(home, port, link)));
    }

    private Map<String, String> environment(Path home, int port, Link link) {
        var direct = postgres.connectOptions();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SIGNALBOX_DATA_DIR", home.resolve("data").toString());
        environment.put("SIGNALBOX_HTTP_PORT", Integer.toString(port));
        environment.put("SIGNALBOX_HTTP_DRAIN_TIMEOUT", "10s");
        environment.put("SIGNALBOX_SANDBOX_URL", sandbox.baseUrl().toString());
        environment.put(
                "SIGNALBOX_DATABASE_URL",
                "postgresql://" + direct.getUser() + ":" + direct.getPassword() + "@127.0.0.1:" + link.port() + "/"
                        + direct.getDatabase());
        return environment;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
