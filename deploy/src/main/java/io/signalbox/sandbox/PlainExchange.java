package io.signalbox.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Answers one request in one piece once all of it would have been produced. */
final class PlainExchange {

    private final Vertx vertx;
    private final HttpServerRequest http;
    private final SandboxJob job;
    private final SandboxPace pace;
    private final SandboxMeter.Account account;
    private final long began = System.nanoTime();
    private boolean over;

    PlainExchange(Vertx vertx, HttpServerRequest http, SandboxJob job, SandboxPace pace, SandboxMeter.Account account) {
        this.vertx = vertx;
        this.http = http;
        this.job = job;
        this.pace = pace;
        this.account = account;
    }

    void start() {
        http.response().closeHandler(gone -> abandon());
        http.response().exceptionHandler(gone -> abandon());
        Duration wait = pace.untilDone(job.model(), job.usage().completionTokens());
        if (job.model() == SandboxModel.TIMEOUT) {
            return;
        }
        if (wait.toMillis() < 1) {
            finish();
            return;
        }
        vertx.setTimer(wait.toMillis(), done -> finish());
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        SandboxModel model = job.model();
        if (model != SandboxModel.MALFORMED) {
            account.produced(job.usage().output(), job.usage().reasoning());
        }
        account.close();
        Buffer body = job.body().get();
        if (model == SandboxModel.CUT_STREAM) {
            SandboxServer.cut(http, body.length(), body.slice(0, body.length() / 2));
            return;
        }
        SandboxServer.json(
                http.response(), 200, model == SandboxModel.MALFORMED ? body.slice(0, body.length() - 3) : body);
    }

    /** The client has gone: what was produced until now is billed, thoughts first. */
    private void abandon() {
        if (over) {
            return;
        }
        over = true;
        SandboxModel model = job.model();
        if (model != SandboxModel.TIMEOUT && model != SandboxModel.MALFORMED) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            long produced = pace.producedAfter(elapsed, model, job.usage().completionTokens());
            long reasoning = Math.min(produced, job.usage().reasoning());
            account.produced(produced - reasoning, reasoning);
        }
        account.close();
    }
}
