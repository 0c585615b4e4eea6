package io.signalbox.provider;

import io.signalbox.chat.Piece;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one answer, in the provider's order; paused until it is resumed. While it is paused the provider is not read, and what is
 * held is no more than one piece off the wire. Ends only when the provider said that the answer is complete; the exception handler gets one
 * {@link Fault} ({@code STREAM_CUT}, {@code PROVIDER_TIMEOUT}, {@code PROVIDER_MALFORMED}, or what the provider reported) and nothing comes
 * after it. Belongs to the context of its exchange.
 */
public final class PieceStream implements ReadStream<Piece> {

    /** So much without output is held back; then the answer counts as begun. */
    private static final int PREAMBLE_CHUNKS_MAX = 64;

    private static final int PREAMBLE_BYTES_MAX = 64 << 10;

    private final ProviderExchange exchange;
    private final FrameReader frames;
    private final PieceReader pieces;
    private final Queue<Piece> preamble = new ArrayDeque<>();
    private final Queue<Frame> events = new ArrayDeque<>();

    private int preambleBytes;
    private long demand;
    private boolean begun;
    private boolean over;
    private boolean delivering;
    private boolean upstreamOver;
    private @Nullable Fault upstreamFailure;
    private @Nullable Handler<Piece> handler;
    private @Nullable Handler<Void> runHandler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    PieceStream(ProviderExchange exchange, Dialect dialect, ProviderCall call) {
        this.exchange = exchange;
        this.frames = dialect.frames(events::add);
        this.pieces = call.isNative() ? dialect.pieces(call) : new RepeatedText(dialect.pieces(call));
    }

    @Override
    public PieceStream handler(@Nullable Handler<Piece> handler) {
        this.handler = handler;
        return this;
    }

    /**
     * Called after every run of pieces that lay ready together, unless the stream ended within it: so that who writes them on can do so in one go. May
     * pause.
     */
    public PieceStream runHandler(@Nullable Handler<Void> handler) {
        this.runHandler = handler;
        return this;
    }

    @Override
    public PieceStream endHandler(@Nullable Handler<Void> endHandler) {
        this.endHandler = endHandler;
        return this;
    }

    @Override
    public PieceStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        this.exceptionHandler = handler;
        return this;
    }

    @Override
    public PieceStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public PieceStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PieceStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        deliver();
        return this;
    }

    /** Takes the next bytes; before the answer has begun it looks for its first output. */
    void read(byte[] piece) {
        if (over || upstreamOver) {
            return;
        }
        try {
            frames.read(piece);
            if (!begun) {
                begin();
            }
        } catch (Fault malformed) {
            upstreamFailure = malformed;
            upstreamOver = true;
        }
        if (begun) {
            deliver();
        } else if (upstreamFailure != null) {
            exchange.failed(upstreamFailure);
        }
    }

    /** No more bytes will come: {@code failure} says why, null that the provider closed its answer in order. */
    void upstreamEnded(@Nullable Fault failure) {
        if (over || upstreamOver) {
            return;
        }
        upstreamOver = true;
        upstreamFailure = failure;
        if (begun) {
            deliver();
            return;
        }
        exchange.failed(failure == null ? cut() : failure);
    }

    /** Ends it with {@code failure} now, whatever is held. */
    void fail(Fault failure) {
        if (!over) {
            silence();
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure);
            }
        }
    }

    /** Nothing more is delivered. */
    void silence() {
        over = true;
        preamble.clear();
        events.clear();
    }

    private void begin() {
        while (!begun && !events.isEmpty()) {
            Frame event = events.remove();
            if (pieces.isEnd(event)) {
                throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's stream ended without any output");
            }
            Piece piece = pieces.read(event);
            preamble.add(piece);
            preambleBytes += event.data().length;
            begun = piece.begins() || preamble.size() == PREAMBLE_CHUNKS_MAX || preambleBytes > PREAMBLE_BYTES_MAX;
        }
        if (begun) {
            exchange.begun(this);
        }
    }

    /** Hands out what is held as far as it is wanted; a handler may pause, resume or cancel while it runs. */
    private void deliver() {
        if (delivering || over) {
            return;
        }
        delivering = true;
        boolean any = false;
        try {
            while (!over && demand > 0 && deliverNext()) {
                any = true;
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            }
            if (any && !over && runHandler != null) {
                runHandler.handle(null);
            }
        } catch (Fault malformed) {
            exchange.broken(malformed);
        } catch (RuntimeException mistake) {
            // Whoever writes the answer on failed: it must end now, not when a timer fires.
            exchange.broken(Fault.with(FaultCode.INTERNAL, "Something went wrong on our side.")
                    .cause(mistake)
                    .build());
        } finally {
            delivering = false;
        }
        if (over) {
            return;
        }
        boolean empty = preamble.isEmpty() && events.isEmpty();
        if (empty && upstreamOver) {
            close();
        } else if (empty && demand > 0) {
            exchange.resumeUpstream();
        } else {
            exchange.pauseUpstream();
        }
    }

    private boolean deliverNext() {
        if (preamble.isEmpty() && events.isEmpty()) {
            return false;
        }
        Piece piece;
        if (preamble.isEmpty()) {
            Frame event = events.remove();
            if (pieces.isEnd(event)) {
                end();
                return false;
            }
            piece = pieces.read(event);
        } else {
            piece = preamble.remove();
        }
        if (handler != null) {
            handler.handle(piece);
        }
        return true;
    }

    /** The connection ended without the end mark: in order if the protocol calls the answer complete, cut otherwise. */
    private void close() {
        if (upstreamFailure != null) {
            exchange.broken(upstreamFailure);
        } else if (pieces.isComplete()) {
            end();
        } else {
            exchange.broken(cut());
        }
    }

    private void end() {
        silence();
        exchange.complete();
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    static Fault cut() {
        return Fault.of(FaultCode.STREAM_CUT, "the provider's stream ended before the answer was complete");
    }
}
