package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Iterator;

/**
 * Answers one request as a stream, a token at a time, choice after choice. Produces nothing while the client does not read, and nothing
 * more once it has gone. What a protocol holds back, like the arguments of a call that it tells as a whole, counts when it is sent.
 */
final class StreamExchange {

    private final Vertx vertx;
    private final HttpServerRequest http;
    private final HttpServerResponse response;
    private final SandboxJob job;
    private final SandboxJob.Stream stream;
    private final SandboxPace pace;
    private final SandboxMeter.Account account;
    private final Iterator<Choice> choices;

    private Iterator<SandboxStep> steps;
    private long finishedOutput;
    private long finishedReasoning;
    private long outputBytes;
    private long thoughtBytes;
    private int deltas;
    private boolean over;

    StreamExchange(
            Vertx vertx,
            HttpServerRequest http,
            SandboxJob job,
            SandboxJob.Stream stream,
            SandboxPace pace,
            SandboxMeter.Account account) {
        this.vertx = vertx;
        this.http = http;
        this.response = http.response();
        this.job = job;
        this.stream = stream;
        this.pace = pace;
        this.account = account;
        this.choices = stream.answer().choices().iterator();
        this.steps = SandboxStep.of(choices.next()).iterator();
    }

    /** The opening goes out at once, as with some providers: a client must not take it for output. */
    void start() {
        response.closeHandler(gone -> abandon());
        response.exceptionHandler(gone -> abandon());
        if (job.model() == SandboxModel.TIMEOUT) {
            return;
        }
        response.setChunked(true)
                .putHeader("content-type", stream.contentType())
                .putHeader("cache-control", "no-cache");
        take(steps.next());
        if (job.model() == SandboxModel.MALFORMED) {
            send(stream.events().malformed());
            later(pace.perToken(), this::end);
            return;
        }
        later(pace.untilFirst(job.model()), this::produce);
    }

    /** Writes tokens until the pace, the client or the end stops it. */
    private void produce() {
        while (!over) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> produce());
                return;
            }
            if (deltas == SandboxAnswer.DELTAS_BEFORE_FAULT && fails()) {
                return;
            }
            if (!steps.hasNext()) {
                if (!nextChoice()) {
                    end();
                    return;
                }
                continue;
            }
            SandboxStep step = steps.next();
            take(step);
            if (step.isDelta() && pace.perToken().toMillis() > 0) {
                later(pace.perToken(), this::produce);
                return;
            }
        }
    }

    private boolean fails() {
        if (job.model() == SandboxModel.CUT_STREAM) {
            breakOff();
            return true;
        }
        if (job.model() == SandboxModel.MIDSTREAM) {
            finish(stream.events().failure());
            return true;
        }
        return false;
    }

    private void take(SandboxStep step) {
        outputBytes += step.outputBytes();
        thoughtBytes += step.thoughtBytes();
        deltas += step.isDelta() ? 1 : 0;
        Buffer event = stream.events().write(step);
        if (event.length() == 0) {
            return;
        }
        account.produced(
                finishedOutput + SandboxTokens.ofBytes(outputBytes),
                finishedReasoning + SandboxTokens.ofBytes(thoughtBytes));
        send(event);
    }

    /** Begins the next choice, if there is one. */
    private boolean nextChoice() {
        if (!choices.hasNext()) {
            return false;
        }
        finishedOutput += SandboxTokens.ofBytes(outputBytes);
        finishedReasoning += SandboxTokens.ofBytes(thoughtBytes);
        outputBytes = 0;
        thoughtBytes = 0;
        steps = SandboxStep.of(choices.next()).iterator();
        return true;
    }

    private void send(Buffer event) {
        response.write(event).onFailure(gone -> abandon());
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
        if (!over) {
            finish(stream.events().end());
        }
    }

    private void finish(Buffer last) {
        over = true;
        account.close();
        response.end(last).onFailure(gone -> abandon());
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
