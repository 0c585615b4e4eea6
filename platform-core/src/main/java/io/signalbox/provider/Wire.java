package io.signalbox.provider;

import io.signalbox.telemetry.Telemetry;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** The upstream side of an exchange: pausing, resuming and resetting it are idempotent and harmless once it has ended. */
final class Wire {

    /** HTTP/2's CANCEL; over HTTP/1.1 any reset closes the connection. */
    private static final long CANCEL = 8;

    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean paused;
    private boolean over;

    void connected(HttpClientRequest connected) {
        request = connected;
    }

    void answered(HttpClientResponse answer) {
        response = answer;
    }

    /** The answer was read to its end; its connection may by now serve another request. */
    void ended() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    void pause() {
        if (!over && !paused && response != null) {
            paused = true;
            response.pause();
        }
    }

    void resume() {
        if (!over && paused && response != null) {
            paused = false;
            response.resume();
        }
    }

    /** Stops the provider unless the answer has ended. Nothing to do before there is a connection: see {@link #connected}. */
    void reset() {
        if (!over && request != null) {
            over = true;
            Telemetry.unattended(request.reset(CANCEL), "reset a provider's answer");
        }
    }
}
