package io.signalbox.api.chat;

import io.signalbox.api.http.FaultHandler;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a provider's stream to a client as server-sent events, at the client's pace: a full write queue pauses the provider. The stream's last events
 * are held until the settlement is on disk; a stream that breaks ends with an error event, never with a clean close. Chunks that came off the wire together
 * leave together: a write for each would cost more than all else that is done for it.
 */
final class SseWriter {

    private static final int RUN_BYTES = 1_024;

    private final HttpServerResponse response;
    private final ChatAnswer.Streamed answer;
    private final ChatRun run;
    private final StreamWriter events;
    private final BiConsumer<ChatRun, Optional<Fault>> ended;
    private @Nullable Buffer pending;
    private boolean over;

    /** {@code ended} is called once, before the last bytes go out or when the client was given up. */
    SseWriter(
            HttpServerResponse response,
            ChatAnswer.Streamed answer,
            StreamWriter events,
            ChatRun run,
            BiConsumer<ChatRun, Optional<Fault>> ended) {
        this.response = response;
        this.answer = answer;
        this.run = run;
        this.events = events;
        this.ended = ended;
    }

    /** Begins to write; the stream is resumed. */
    void start() {
        response.putHeader("content-type", "text/event-stream; charset=utf-8");
        response.putHeader("cache-control", "no-cache");
        response.putHeader("x-accel-buffering", "no");
        response.setChunked(true);
        answer.stream()
                .exceptionHandler(failure ->
                        breakOff(FaultHandler.asFault(failure, run.call().requestId())));
        answer.stream().endHandler(end -> complete());
        answer.stream().handler(this::pass);
        answer.stream().runHandler(run -> flush());
        answer.stream().resume();
    }

    private void pass(Piece piece) {
        if (over) {
            return;
        }
        answer.settlement().observe(piece);
        if (pending == null) {
            pending = Buffer.buffer(RUN_BYTES);
        }
        events.write(piece, pending);
    }

    private void flush() {
        Buffer run = pending;
        if (run == null || run.length() == 0) {
            return;
        }
        pending = null;
        response.write(run).onFailure(gone -> {
            this.run.clientGone();
            abandon(ChatRun.gone());
        });
        if (response.writeQueueFull()) {
            answer.stream().pause();
            response.drainHandler(drained -> answer.stream().resume());
        }
    }

    private void complete() {
        if (over) {
            return;
        }
        over = true;
        flush();
        answer.settlement()
                .complete()
                .onSuccess(usage -> finish(usage, Optional.empty()))
                .onFailure(unsettled ->
                        abort(FaultHandler.asFault(unsettled, run.call().requestId())));
    }

    private void breakOff(Fault fault) {
        if (over) {
            return;
        }
        over = true;
        flush();
        answer.settlement()
                .broken(fault)
                .onSuccess(usage -> finish(usage, Optional.of(fault)))
                .onFailure(unsettled -> abort(fault));
    }

    /** The client left: settle what was delivered; nothing more is written. */
    void abandon(Fault gone) {
        if (over) {
            return;
        }
        over = true;
        Telemetry.unattended(
                answer.settlement().abandoned().eventually(() -> {
                    ended.accept(run, Optional.of(gone));
                    return Future.succeededFuture();
                }),
                "settle an abandoned stream");
    }

    private void finish(UsageLine usage, Optional<Fault> fault) {
        Buffer tail = Buffer.buffer();
        events.finish(usage, run.costStatus(), fault, tail);
        ended.accept(run, fault);
        Telemetry.unattended(response.end(tail), "end a stream");
    }

    /** A settlement that cannot be written must not look like a whole answer: the connection is cut. */
    private void abort(Fault fault) {
        Telemetry.unattended(response.reset(), "reset a stream that could not be settled");
        ended.accept(run, Optional.of(fault));
    }
}
