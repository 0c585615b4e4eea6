package io.signalbox.launch.prove;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The wire between one node and the database: a relay on loopback that can be cut, silenced in one direction or both, or made slow. Its sockets live on
 * one event loop; {@link #set} may be called from any thread.
 */
final class Link {

    /** What is wrong with the wire. */
    enum State {
        /** Nothing. */
        WHOLE,
        /** Connections break and none can be made. */
        CUT,
        /** Bytes stop in both directions and go on when it heals. */
        STALLED,
        /** What the node says arrives, the answers do not, and the connections break when it heals: commits whose outcome nobody hears. */
        DEAF,
        /** Every byte takes {@value #SLOW_MS} ms. */
        SLOW
    }

    private static final String LOOPBACK = "127.0.0.1";
    private static final long SLOW_MS = 150;
    private static final int CONNECT_MS = 3_000;

    private final Vertx vertx;
    private final NetServer server;
    private final NetClient client;
    private final int target;
    private final List<Pipe> pipes = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private State state = State.WHOLE;

    private Link(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
        this.client = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(CONNECT_MS).setTcpNoDelay(true));
    }

    /** Relays from a free port of loopback to the port {@code target}. Blocks. */
    static Link open(Vertx vertx, int target) {
        Link link = new Link(vertx, target);
        link.server.connectHandler(link::accept).listen(0, LOOPBACK).await();
        return link;
    }

    int port() {
        return server.actualPort();
    }

    /** Bytes relayed so far. */
    long bytes() {
        return bytes.get();
    }

    void set(State wanted) {
        vertx.runOnContext(here -> change(wanted));
    }

    private synchronized void change(State wanted) {
        State before = state;
        state = wanted;
        if (wanted == State.CUT || before == State.DEAF) {
            List.copyOf(pipes).forEach(Pipe::breakOff);
        }
        pipes.forEach(Pipe::flow);
    }

    private synchronized void accept(NetSocket near) {
        if (state == State.CUT) {
            near.close();
            return;
        }
        near.pause();
        client.connect(target, LOOPBACK).onComplete(far -> {
            if (far.failed()) {
                near.close();
                return;
            }
            join(near, far.result());
        });
    }

    private synchronized void join(NetSocket near, NetSocket far) {
        pipes.add(new Pipe(near, far, false));
        pipes.add(new Pipe(far, near, true));
        if (state == State.CUT) {
            near.close();
        }
        pipes.forEach(Pipe::flow);
    }

    /** One direction of one connection. */
    private final class Pipe {

        private final NetSocket from;
        private final NetSocket to;
        private final boolean answers;
        private final Deque<Buffer> late = new ArrayDeque<>();

        private Pipe(NetSocket from, NetSocket to, boolean answers) {
            this.from = from;
            this.to = to;
            this.answers = answers;
            from.handler(this::take);
            from.exceptionHandler(gone -> breakOff());
            from.closeHandler(gone -> breakOff());
        }

        private void take(Buffer piece) {
            synchronized (Link.this) {
                bytes.addAndGet(piece.length());
                if (state == State.SLOW || !late.isEmpty()) {
                    late.add(piece);
                    vertx.setTimer(SLOW_MS, due -> deliverLate());
                    return;
                }
                deliver(piece);
            }
        }

        private void deliverLate() {
            synchronized (Link.this) {
                Buffer piece = late.poll();
                if (piece != null) {
                    deliver(piece);
                }
            }
        }

        private void deliver(Buffer piece) {
            to.write(piece);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> flow());
            }
        }

        /** Reads on unless the wire's state forbids it. */
        private void flow() {
            synchronized (Link.this) {
                if (state == State.STALLED || state == State.DEAF && answers) {
                    from.pause();
                } else {
                    from.resume();
                }
            }
        }

        private void breakOff() {
            synchronized (Link.this) {
                if (pipes.remove(this)) {
                    from.close();
                    to.close();
                }
            }
        }
    }
}
