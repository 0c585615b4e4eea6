package io.signalbox.provider;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.config.Secret;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.openai.CompletionScan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider that writes exactly the bytes a test tells it to, once it has read a whole request. */
final class ScriptedProvider {

    private static final Provider PROVIDER =
            ProviderBook.shipped().find("openai").orElseThrow();
    private static final String BODY =
            "{\"model\":\"m\",\"stream\":STREAM,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"größe\":1}";

    /** Lets nobody out: no host exists for it. Trusted origins need no leave. */
    static final Egress NO_WAY_OUT = new Egress(new EgressGuard(Set.of()), host -> Future.succeededFuture(List.of()));

    private static final String HEAD_END = "\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

    private final Vertx vertx;
    private final NetServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<NetSocket> connections = new CopyOnWriteArrayList<>();
    private final Promise<Void> closed = Promise.promise();
    private volatile Consumer<NetSocket> script = socket -> {};

    ScriptedProvider(Vertx vertx) throws Exception {
        this.vertx = vertx;
        this.server = vertx.createNetServer().connectHandler(this::serve);
        server.listen(0, "127.0.0.1").await(5, TimeUnit.SECONDS);
    }

    /** What to do with every request from now on. */
    void script(Consumer<NetSocket> next) {
        script = next;
    }

    void answer(String bytes) {
        script = socket -> socket.write(bytes);
    }

    /** Writes {@code head} and {@code body} cut at {@code cuts}, every piece in a packet of its own as far as a socket lets one say so. */
    void answerInPieces(byte[] bytes, int... cuts) {
        script = socket -> writeFrom(socket, bytes, 0, cuts);
    }

    private void writeFrom(NetSocket socket, byte[] bytes, int from, int... cuts) {
        int next = Arrays.stream(cuts).filter(cut -> cut > from).findFirst().orElse(bytes.length);
        socket.write(Buffer.buffer(Arrays.copyOfRange(bytes, from, next)));
        if (next < bytes.length) {
            vertx.setTimer(1, later -> writeFrom(socket, bytes, next, cuts));
        }
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.size();
    }

    /** Completes when the first connection is closed by the other side. */
    Future<Void> closed() {
        return closed.future();
    }

    int port() {
        return server.actualPort();
    }

    ProviderCall call(boolean stream) {
        return call(stream, Duration.ofSeconds(20));
    }

    ProviderCall call(boolean stream, Duration timeLeft) {
        return call(Origin.parse("http://127.0.0.1:" + port() + "/base"), stream, timeLeft);
    }

    ProviderCall call(boolean stream, Duration timeLeft, Duration timeToBegin) {
        return call(Origin.parse("http://127.0.0.1:" + port() + "/base"), stream, timeLeft, timeToBegin);
    }

    static ProviderCall call(Origin origin, boolean stream, Duration timeLeft) {
        return call(origin, stream, timeLeft, timeLeft);
    }

    private static ProviderCall call(Origin origin, boolean stream, Duration timeLeft, Duration timeToBegin) {
        return call(origin, true, stream, timeLeft, timeToBegin);
    }

    /** A call to an origin that a tenant entered. */
    static ProviderCall tenantsCall(Origin origin) {
        return call(origin, false, false, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    private static ProviderCall call(
            Origin origin, boolean trusted, boolean stream, Duration timeLeft, Duration timeToBegin) {
        Model model = new Model("m", "p", 1_000, 1_000, 1, new Capabilities(true, true, true, true));
        Deployment deployment =
                new Deployment("d", model, PROVIDER, "up", origin, trusted, Optional.empty(), Optional.empty(), "v");
        return new ProviderCall(
                deployment,
                Optional.of(new Secret("sk-secret")),
                CompletionScan.read(Buffer.buffer(BODY.replace("STREAM", Boolean.toString(stream)))),
                0,
                timeLeft,
                timeToBegin,
                "req_1",
                Instant.EPOCH);
    }

    static String streamHead() {
        return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked"
                + HEAD_END;
    }

    static Buffer chunk(byte[] data) {
        return Buffer.buffer(Integer.toHexString(data.length) + "\r\n")
                .appendBytes(data)
                .appendString("\r\n");
    }

    static String chunk(String text) {
        return chunk(Buffer.buffer(text).getBytes()).toString();
    }

    static String lastChunk() {
        return "0" + HEAD_END;
    }

    static String json(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " X\r\n" + headers + "content-type: application/json\r\ncontent-length: "
                + Buffer.buffer(body).length() + HEAD_END + body;
    }

    private void serve(NetSocket socket) {
        connections.add(socket);
        StringBuilder read = new StringBuilder();
        socket.exceptionHandler(reset -> {});
        socket.closeHandler(gone -> closed.tryComplete());
        socket.handler(piece -> {
            read.append(piece.toString("ISO-8859-1"));
            int headEnd = read.indexOf(HEAD_END);
            if (headEnd >= 0 && read.length() >= headEnd + HEAD_END.length() + contentLength(read)) {
                requests.add(Buffer.buffer(read.toString(), "ISO-8859-1").toString());
                read.setLength(0);
                script.accept(socket);
            }
        });
    }

    private static int contentLength(CharSequence head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }
}
