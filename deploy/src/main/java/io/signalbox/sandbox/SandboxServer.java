package io.signalbox.sandbox;

import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;

/**
 * The sandbox provider: every protocol of {@link VoicePaths}, chosen by the path, and {@code GET /v1/models}, {@code GET /meter} and
 * {@code POST /meter/reset}. Listens on loopback only and asks for no key. Its answers are made up and say so.
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
        return URI.create(origin() + "/v1");
    }

    /** Where all protocols are: {@code http://127.0.0.1:<port>}. */
    public URI origin() {
        return URI.create("http://" + LOOPBACK + ":" + server.actualPort());
    }

    public SandboxMeter meter() {
        return meter;
    }

    public Future<Void> close() {
        return server.close();
    }

    private void serve(HttpServerRequest http) {
        switch (http.method() + " " + http.path()) {
            case "GET /v1/models" ->
                json(http.response(), 200, ChatWriter.models().toBuffer());
            case "GET /meter" -> json(http.response(), 200, meter.toJson().toBuffer());
            case "POST /meter/reset" -> {
                meter.reset();
                json(http.response(), 200, meter.toJson().toBuffer());
            }
            default -> speak(http, VoicePaths.of(http.path()));
        }
    }

    private void speak(HttpServerRequest http, VoicePaths.Match match) {
        if (!match.known() || !http.method().equals(HttpMethod.POST)) {
            SandboxFault unknown = new SandboxFault(SandboxFault.Kind.UNKNOWN_PATH, "", "Unknown request URL.");
            refuse(http, match.voice().refuse(unknown, heard(http, match, Buffer.buffer())), unknown);
            return;
        }
        Buffer body = Buffer.buffer();
        http.handler(piece -> {
            if (body.length() + piece.length() <= BODY_BYTES_MAX) {
                body.appendBuffer(piece);
            } else {
                breakOff(http);
            }
        });
        http.endHandler(end -> answer(http, match.voice(), heard(http, match, body)));
        http.exceptionHandler(gone -> breakOff(http));
    }

    private static Voice.Heard heard(HttpServerRequest http, VoicePaths.Match match, Buffer body) {
        return new Voice.Heard(match.model(), http.headers(), http.params(), body);
    }

    private void answer(HttpServerRequest http, Voice voice, Voice.Heard heard) {
        try {
            begin(http, voice.hear(heard));
        } catch (SandboxFault fault) {
            refuse(http, voice.refuse(fault, heard), fault);
        }
    }

    private void begin(HttpServerRequest http, SandboxJob job) {
        try {
            SandboxFault.ifMagic(job.model(), job.stream().isPresent());
        } catch (SandboxFault fault) {
            meter.refused(job.target());
            throw fault;
        }
        SandboxMeter.Account account = job.free() ? meter.unbilled() : meter.open(job.target(), job.prompt());
        job.stream()
                .ifPresentOrElse(
                        stream -> new StreamExchange(vertx, http, job, stream, pace, account).start(),
                        () -> new PlainExchange(vertx, http, job, pace, account).start());
    }

    private static void refuse(HttpServerRequest http, Voice.Refusal refusal, SandboxFault fault) {
        http.response().putHeader("content-type", "application/json");
        refusal.headers().forEach(http.response()::putHeader);
        if (fault.kind() == SandboxFault.Kind.RATE) {
            http.response().putHeader("retry-after", "1");
        }
        Telemetry.unattended(
                http.response().setStatusCode(refusal.status()).end(refusal.body()), "refusal from the sandbox");
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
