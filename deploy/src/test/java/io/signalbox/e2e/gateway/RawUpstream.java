package io.signalbox.e2e.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider on a raw socket that answers each request with the next script, piece by piece. Every piece is an HTTP chunk of its own, so the
 * gateway's client is handed exactly these pieces however TCP joins them.
 */
public final class RawUpstream implements AutoCloseable {

    private static final byte[] HEAD = ("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                    + "transfer-encoding: chunked\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger cutOff = new AtomicInteger();

    /** What comes after the last piece of a stream. */
    public enum Ending {
        /** The answer ends in order, whatever was in it. */
        ORDERLY,
        /** The connection is closed in the middle. */
        CUT,
        /** Nothing, until the gateway goes. */
        SILENCE
    }

    /** A request as it came. */
    public record Received(String head, String body) {}

    /** What one request is answered with. */
    private interface Script {

        void play(InputStream in, OutputStream out) throws IOException;
    }

    public RawUpstream() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        threads.execute(this::accept);
    }

    /** What {@code OPENAI_BASE_URL} must be. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** Where it listens. */
    public URI origin() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The next request is answered with a stream of these pieces. */
    public void answerNext(List<byte[]> pieces) {
        answerNext(Ending.ORDERLY, pieces);
    }

    /** The next request is answered with a stream of these pieces that ends as said. */
    public void answerNext(Ending ending, List<byte[]> pieces) {
        scripts.add((in, out) -> {
            writePieces(out, pieces);
            if (ending == Ending.CUT) {
                throw new EndOfScript();
            }
            if (ending == Ending.SILENCE) {
                awaitGone(in);
            }
            out.write(LAST_CHUNK);
            out.flush();
        });
    }

    /** The next request is answered with these bytes, head and all, and its connection closed. */
    public void answerNext(String response) {
        scripts.add((in, out) -> {
            out.write(response.getBytes(StandardCharsets.UTF_8));
            throw new EndOfScript();
        });
    }

    /** The next request is answered with a whole answer: a status, a content type and a body. */
    public void answerNext(int status, String type, String body) {
        answerNext("HTTP/1.1 " + status + " As Scripted\r\nconnection: close\r\ncontent-type: " + type
                + "\r\ncontent-length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** Every request so far. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Bytes of answers that the network has taken so far. */
    public long written() {
        return written.get();
    }

    /** How many answers could not be written to their end, because the gateway was gone. */
    public int cutOff() {
        return cutOff.get();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (readRequest(in)) {
                scripts.remove().play(in, out);
            }
        } catch (EndOfScript closing) {
            // As scripted.
        } catch (IOException gone) {
            cutOff.incrementAndGet();
        }
    }

    private void writePieces(OutputStream out, List<byte[]> pieces) throws IOException {
        out.write(HEAD);
        for (byte[] piece : pieces) {
            if (piece.length > 0) {
                out.write(Integer.toHexString(piece.length).getBytes(StandardCharsets.US_ASCII));
                out.write(CRLF);
                out.write(piece);
                out.write(CRLF);
                out.flush();
                written.addAndGet(piece.length);
            }
        }
    }

    private static void awaitGone(InputStream in) throws IOException {
        if (readQuietly(in) >= 0) {
            throw new IllegalStateException("the gateway sends more while it waits for an answer");
        }
        throw new IOException("the gateway is gone");
    }

    /** Reads a request with its body; false at the end of the connection. */
    private boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = readQuietly(in);
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .map(String::toLowerCase)
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("a request without content-length"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        received.add(new Received(head.toString(), body));
        return true;
    }

    /** The gateway may close an idle connection as it likes. */
    private static int readQuietly(InputStream in) {
        try {
            return in.read();
        } catch (IOException closed) {
            return -1;
        }
    }

    /** Closes the connection. */
    private static final class EndOfScript extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
