package io.signalbox.provider;

import io.signalbox.chat.ChatChunk;
import io.signalbox.chat.ChunkReader;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one answer, in the provider's order; paused until it is resumed. While it is paused the provider is not read, and what is
 * held is no more than one piece off the wire. Ends only when the provider said that the answer is complete; the exception handler gets one
 * {@link Fault} ({@code STREAM_CUT}, {@code PROVIDER_TIMEOUT}, {@code PROVIDER_MALFORMED}, or what the provider reported) and nothing comes
 * after it. Belongs to the context of its exchange.
 */
public final class ChatStream implements ReadStream<ChatChunk> {

    /** So much without output is held back; then the answer counts as begun. */
    private static final int PREAMBLE_CHUNKS_MAX = 64;

    private static final int PREAMBLE_BYTES_MAX = 64 << 10;

    private final ProviderExchange exchange;
    private final SseReader reader;
    private final ChunkReader chunks = new ChunkReader();
    private final Queue<ChatChunk> preamble = new ArrayDeque<>();
    private final Queue<SseEvent> events = new ArrayDeque<>();

    private int preambleBytes;
    private long demand;
    private boolean begun;
    private boolean over;
    private boolean delivering;
    private boolean upstreamOver;
    private @Nullable Fault upstreamFailure;
    private int finished;
    private long choiceIndexMax;

    private @Nullable Handler<ChatChunk> handler;
    private @Nullable Handler<Void> runHandler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    ChatStream(ProviderExchange exchange) {
        this.exchange = exchange;
        this.reader = new SseReader(events::add);
    }

    @Override
    public ChatStream handler(@Nullable Handler<ChatChunk> handler) {
        this.handler = handler;
        return this;
    }

    /**
     * Called after every run of chunks that lay ready together, unless the stream ended within it: so that who writes them on can do so in one go. May
     * pause.
     */
    public ChatStream runHandler(@Nullable Handler<Void> handler) {
        this.runHandler = handler;
        return this;
    }

    @Override
    public ChatStream endHandler(@Nullable Handler<Void> endHandler) {
        this.endHandler = endHandler;
        return this;
    }

    @Override
    public ChatStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        this.exceptionHandler = handler;
        return this;
    }

    @Override
    public ChatStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public ChatStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ChatStream fetch(long amount) {
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
            reader.read(piece);
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
            SseEvent event = events.remove();
            if (event.isDone()) {
                throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's stream ended without any output");
            }
            ChatChunk chunk = read(event);
            preamble.add(chunk);
            preambleBytes += event.data().length;
            begun = chunk.hasOutput()
                    || chunk.finishedChoices() > 0
                    || chunk.isUsageOnly()
                    || preamble.size() == PREAMBLE_CHUNKS_MAX
                    || preambleBytes > PREAMBLE_BYTES_MAX;
        }
        if (begun) {
            exchange.begun(this);
        }
    }

    private ChatChunk read(SseEvent event) {
        ChatChunk chunk = chunks.read(event.data());
        if (chunk.isError() || "error".equals(event.type())) {
            throw OpenAiDialect.readStreamError(event.data());
        }
        return chunk;
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
        ChatChunk chunk;
        if (preamble.isEmpty()) {
            SseEvent event = events.remove();
            if (event.isDone()) {
                end();
                return false;
            }
            chunk = read(event);
        } else {
            chunk = preamble.remove();
        }
        finished += chunk.finishedChoices();
        choiceIndexMax = Math.max(choiceIndexMax, chunk.choiceIndexMax());
        if (handler != null) {
            handler.handle(chunk);
        }
        return true;
    }

    /** The connection ended without the end mark: in order if every choice is finished, cut otherwise. */
    private void close() {
        if (upstreamFailure != null) {
            exchange.broken(upstreamFailure);
        } else if (finished > choiceIndexMax) {
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
