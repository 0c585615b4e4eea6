package io.signalbox.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A sandbox on a real socket and a client that knows nothing but HTTP. */
final class SandboxHttp implements AutoCloseable {

    private static final long LIMIT_SECONDS = 10;

    /** An answer's status, headers and bytes; {@code whole} is false when the connection broke before its end. */
    record Answer(int status, Map<String, String> headers, Buffer body, boolean whole) {

        JsonObject json() {
            return new JsonObject(body);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The data of each server-sent event as JSON, {@code [DONE]} left out. */
        List<JsonObject> events() {
            return data().stream()
                    .filter(each -> !each.equals("[DONE]"))
                    .map(JsonObject::new)
                    .toList();
        }

        List<String> data() {
            return lines("data: ");
        }

        List<String> eventNames() {
            return lines("event: ");
        }

        private List<String> lines(String prefix) {
            return body.toString()
                    .lines()
                    .filter(each -> each.startsWith(prefix))
                    .map(each -> each.substring(prefix.length()))
                    .toList();
        }
    }

    final Vertx vertx = Vertx.vertx();
    final SandboxServer sandbox;
    private final HttpClient client = vertx.createHttpClient();
    private final Map<String, String> headers;

    SandboxHttp(Map<String, String> headers) throws Exception {
        this(headers, new SandboxPace(Duration.ZERO, Duration.ZERO));
    }

    SandboxHttp(Map<String, String> headers, SandboxPace pace) throws Exception {
        this.headers = headers;
        this.sandbox = new SandboxServer(vertx, pace).listen(0).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    Answer post(String path, JsonObject body) throws Exception {
        return post(path, body.toBuffer(), headers);
    }

    Answer post(String path, Buffer body, Map<String, String> with) throws Exception {
        return send(path, body, with, SandboxHttp::read).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a request and returns its answer's head; the body is paused. */
    Future<HttpClientResponse> open(String path, JsonObject body) {
        return send(path, body.toBuffer(), headers, response -> {
            response.exceptionHandler(broken -> {});
            response.pause();
            return Future.succeededFuture(response);
        });
    }

    /** {@code then} is told of the answer on its event loop, before any of its body or its end. */
    private <T> Future<T> send(
            String path, Buffer body, Map<String, String> with, Function<HttpClientResponse, Future<T>> then) {
        return client.request(HttpMethod.POST, sandbox.origin().getPort(), "127.0.0.1", path)
                .compose(request -> {
                    with.forEach(request::putHeader);
                    return request.putHeader("content-type", "application/json")
                            .send(body)
                            .compose(then);
                });
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Buffer all = Buffer.buffer();
        response.handler(all::appendBuffer);
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach(each -> headers.put(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
        return response.end()
                .map(ended -> new Answer(response.statusCode(), headers, all, true))
                .otherwise(broken -> new Answer(response.statusCode(), headers, all, false));
    }

    /** What the meter counted for a model in all. */
    SandboxUsage metered(String model) {
        return sandbox.meter().of(model).usage();
    }

    static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static JsonArray list(Object... values) {
        return new JsonArray(new ArrayList<>(List.of(values)));
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
