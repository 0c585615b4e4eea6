package io.signalbox.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * Answers one request as a stream, a token at a time, choice after choice. Produces nothing while the client does not read, and nothing
 * more once it has gone.
 */
final class StreamExchange {

    private static final int DELTAS_BEFORE_CUT = 3;

    private final Vertx vertx;
    private final HttpServerRequest http;
    private final HttpServerResponse response;
    private final SandboxAnswer answer;
    private final SandboxPace pace;
    private final SandboxMeter.Account account;
    private final Iterator<SandboxAnswer.Choice> choices;

    private SandboxAnswer.Choice choice;
    private Iterator<String> pieces;
    private long finishedTokens;
    private long choiceBytes;
    private int deltas;
    private boolean over;

    StreamExchange(
            Vertx vertx, HttpServerRequest http, SandboxAnswer answer, SandboxPace pace, SandboxMeter.Account account) {
        this.vertx = vertx;
        this.http = http;
        this.response = http.response();
        this.answer = answer;
        this.pace = pace;
        this.account = account;
        this.choices = answer.choices().iterator();
        this.choice = choices.next();
        this.pieces = choice.pieces().iterator();
    }

    /** The role goes out at once, as some providers do: a client must not take it for output. */
    void start() {
        SandboxModel model = answer.request().model();
        response.closeHandler(gone -> abandon());
        response.exceptionHandler(gone -> abandon());
        if (model == SandboxModel.TIMEOUT) {
            return;
        }
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache");
        if (model == SandboxModel.MALFORMED) {
            send(chunk(new JsonObject().put("role", "assistant")));
            response.write("data: {\"id\":\"chatcmpl-sandbox\",\"choices\":[{\"index\":0,\"del\n\n")
                    .onFailure(gone -> abandon());
            later(pace.perToken(), this::end);
            return;
        }
        if (choice.function().isEmpty()) {
            open();
            later(pace.untilFirst(model), this::produce);
            return;
        }
        // A call's first chunk names the function, which is output already.
        later(pace.untilFirst(model), () -> {
            open();
            produce();
        });
    }

    private void open() {
        choiceBytes = choice.function().map(SandboxTokens::bytes).orElse(0);
        count();
        send(chunk(SandboxWire.opening(answer.request(), choice)));
    }

    /** Writes tokens until the pace, the client or the end stops it. */
    private void produce() {
        while (!over) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> produce());
                return;
            }
            boolean cut = answer.request().model() == SandboxModel.CUT_STREAM && deltas == DELTAS_BEFORE_CUT;
            if (cut) {
                breakOff();
                return;
            }
            if (!pieces.hasNext()) {
                if (!nextChoice()) {
                    end();
                    return;
                }
                continue;
            }
            String piece = pieces.next();
            deltas++;
            choiceBytes += SandboxTokens.bytes(piece);
            count();
            send(chunk(SandboxWire.delta(choice, piece)));
            if (pace.perToken().toMillis() > 0) {
                later(pace.perToken(), this::produce);
                return;
            }
        }
    }

    private void count() {
        account.produced(finishedTokens + SandboxTokens.ofBytes(choiceBytes));
    }

    /** Finishes this choice and begins the next, if there is one. */
    private boolean nextChoice() {
        send(SandboxWire.chunk(answer.request(), choice.index(), new JsonObject(), choice.finishReason()));
        finishedTokens += choice.tokens();
        choiceBytes = 0;
        if (!choices.hasNext()) {
            return false;
        }
        choice = choices.next();
        pieces = choice.pieces().iterator();
        open();
        return true;
    }

    private JsonObject chunk(JsonObject delta) {
        return SandboxWire.chunk(answer.request(), choice.index(), delta, null);
    }

    private void send(JsonObject chunk) {
        response.write(Buffer.buffer("data: ").appendBuffer(chunk.toBuffer()).appendString("\n\n"))
                .onFailure(gone -> abandon());
    }

    private void later(Duration pause, Runnable next) {
        if (pause.toMillis() < 1) {
            next.run();
            return;
        }
        vertx.setTimer(pause.toMillis(), now -> {
            if (!over) {
                next.run();
            }
        });
    }

    private void end() {
        if (over) {
            return;
        }
        SandboxModel model = answer.request().model();
        if (answer.request().includesUsage()
                && !List.of(SandboxModel.NO_USAGE, SandboxModel.MALFORMED).contains(model)) {
            send(SandboxWire.usageChunk(answer));
        }
        over = true;
        account.close();
        response.end("data: [DONE]\n\n").onFailure(gone -> abandon());
    }

    private void breakOff() {
        over = true;
        account.close();
        SandboxServer.breakOff(http);
    }

    private void abandon() {
        over = true;
        account.close();
    }
}
