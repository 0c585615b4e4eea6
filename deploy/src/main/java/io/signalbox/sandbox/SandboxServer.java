package io.signalbox.sandbox;

import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;

/**
 * The sandbox provider: {@code POST /v1/chat/completions} and {@code GET /v1/models} as OpenAI's, {@code GET /meter} and
 * {@code POST /meter/reset} for tests. Listens on loopback only and asks for no key. Its answers are made up and say so.
 */
public final class SandboxServer {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int BODY_BYTES_MAX = 64 << 20;

    private final Vertx vertx;
    private final SandboxPace pace;
    private final SandboxMeter meter = new SandboxMeter();
    private final HttpServer server;

    public SandboxServer(Vertx vertx, SandboxPace pace) {
        this.vertx = vertx;
        this.pace = pace;
        this.server = vertx.createHttpServer().requestHandler(this::serve);
    }

    /** Listens on {@code port} of loopback, 0 for any free one; the future fails when it is taken. */
    public Future<SandboxServer> listen(int port) {
        return server.listen(port, LOOPBACK).map(listening -> this);
    }

    /** What clients of OpenAI's dialect call the base URL: {@code http://127.0.0.1:<port>/v1}. */
    public URI baseUrl() {
        return URI.create("http://" + LOOPBACK + ":" + server.actualPort() + "/v1");
    }

    public SandboxMeter meter() {
        return meter;
    }

    public Future<Void> close() {
        return server.close();
    }

    private void serve(HttpServerRequest http) {
        switch (http.method() + " " + http.path()) {
            case "POST /v1/chat/completions" -> readBody(http);
            case "GET /v1/models" ->
                json(http.response(), 200, SandboxWire.models().toBuffer());
            case "GET /meter" -> json(http.response(), 200, meter.toJson().toBuffer());
            case "POST /meter/reset" -> {
                meter.reset();
                json(http.response(), 200, meter.toJson().toBuffer());
            }
            default -> refuse(http, new SandboxFault(404, "unknown_url", "", "Unknown request URL."));
        }
    }

    private void readBody(HttpServerRequest http) {
        Buffer body = Buffer.buffer();
        http.handler(piece -> {
            if (body.length() + piece.length() <= BODY_BYTES_MAX) {
                body.appendBuffer(piece);
            } else {
                breakOff(http);
            }
        });
        http.endHandler(end -> chat(http, body));
        http.exceptionHandler(gone -> breakOff(http));
    }

    private void chat(HttpServerRequest http, Buffer body) {
        try {
            SandboxRequest request = SandboxRequest.read(body);
            refuseIfMagic(request.model());
            SandboxAnswer answer = SandboxAnswer.to(request);
            SandboxMeter.Account account = meter.open(request.model(), request.promptTokens());
            if (request.stream()) {
                new StreamExchange(vertx, http, answer, pace, account).start();
            } else {
                new PlainExchange(vertx, http, answer, pace, account).start();
            }
        } catch (SandboxFault fault) {
            refuse(http, fault);
        }
    }

    private void refuseIfMagic(SandboxModel model) {
        if (model == SandboxModel.ERROR_500) {
            meter.refused(model);
            throw new SandboxFault(500, "server_error", "", "[sandbox] The server had an error.");
        }
        if (model == SandboxModel.ERROR_429) {
            meter.refused(model);
            throw new SandboxFault(429, "rate_limit_exceeded", "", "[sandbox] Rate limit reached.");
        }
    }

    private static void refuse(HttpServerRequest http, SandboxFault fault) {
        if (fault.status() == 429) {
            http.response().putHeader("retry-after", "1");
        }
        json(http.response(), fault.status(), fault.toJson().toBuffer());
    }

    static void json(HttpServerResponse response, int status, Buffer body) {
        Telemetry.unattended(
                response.setStatusCode(status)
                        .putHeader("content-type", "application/json")
                        .end(body),
                "answer from the sandbox");
    }

    /** Promises {@code length} bytes of JSON, writes only {@code part} and closes the connection. */
    static void cut(HttpServerRequest http, int length, Buffer part) {
        http.response()
                .putHeader("content-type", "application/json")
                .putHeader("content-length", Integer.toString(length))
                .write(part)
                .onComplete(written -> breakOff(http));
    }

    static void breakOff(HttpServerRequest http) {
        Telemetry.unattended(http.connection().close(), "break a connection off in the sandbox");
    }
}
