package io.signalbox.api.chat;

import io.signalbox.api.http.FaultHandler;
import io.signalbox.chat.ChatChunk;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.money.Money;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a provider's stream to a client as server-sent events, at the client's pace: a full write queue pauses the provider. The usage chunk and {@code [DONE]}
 * are held until the settlement is on disk; a stream that breaks ends with an error event, never with a clean close. Chunks that came off the wire together
 * leave together: a write for each would cost more than all else that is done for it.
 */
final class SseWriter {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int RUN_BYTES = 1_024;
    private static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private final HttpServerResponse response;
    private final ChatAnswer.Streamed answer;
    private final ChatRun run;
    private final String model;
    private final BiConsumer<ChatRun, Optional<Fault>> ended;
    private @Nullable ChatChunk held;
    private @Nullable Buffer pending;
    private boolean over;

    /** {@code ended} is called once, before the last bytes go out or when the client was given up. */
    SseWriter(
            HttpServerResponse response,
            ChatAnswer.Streamed answer,
            ChatRun run,
            BiConsumer<ChatRun, Optional<Fault>> ended) {
        this.response = response;
        this.answer = answer;
        this.run = run;
        this.model = run.served().orElseThrow().deployment().model().name();
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

    private void pass(ChatChunk chunk) {
        if (over) {
            return;
        }
        answer.settlement().observe(chunk);
        if (chunk.isUsageOnly()) {
            held = chunk;
            return;
        }
        if (pending == null) {
            pending = Buffer.buffer(RUN_BYTES);
        }
        append(pending, chunk.rendered(model));
    }

    private void flush() {
        Buffer events = pending;
        if (events == null) {
            return;
        }
        pending = null;
        response.write(events).onFailure(gone -> {
            run.clientGone();
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
        if (run.call().scan().includesUsage()) {
            append(tail, (held == null ? emptyChunk() : held).rendered(model, usage));
        } else {
            tail.appendString(": signalbox " + comment(usage) + "\n\n");
        }
        // Last, because readers stop at it.
        fault.ifPresent(
                it -> append(tail, FaultHandler.body(it, run.call().requestId()).toBuffer()));
        tail.appendBuffer(DONE);
        ended.accept(run, fault);
        Telemetry.unattended(response.end(tail), "end a stream");
    }

    /** A settlement that cannot be written must not look like a whole answer: the connection is cut. */
    private void abort(Fault fault) {
        Telemetry.unattended(response.reset(), "reset a stream that could not be settled");
        ended.accept(run, Optional.of(fault));
    }

    private String comment(UsageLine usage) {
        return "{\"cost_usd\":"
                + usage.cost().map(Money::usd).map(usd -> '"' + usd + '"').orElse("null")
                + ",\"cost_status\":\"" + run.costStatus() + "\"}";
    }

    /** Carries the usage when the provider sent no chunk for it. */
    private ChatChunk emptyChunk() {
        String json =
                "{\"id\":\"chatcmpl-" + run.call().requestId() + "\",\"object\":\"chat.completion.chunk\",\"created\":"
                        + run.call().at().getEpochSecond() + ",\"model\":\"\",\"choices\":[]}";
        return ChatChunk.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(Buffer events, Buffer json) {
        events.appendBytes(DATA).appendBuffer(json).appendBytes(END);
    }
}
