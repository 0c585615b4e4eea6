package io.signalbox.e2e.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A plain HTTP client of one gateway with one key: it hides nothing and retries nothing. */
public final class GatewayClient {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "gateway-client");
                thread.setDaemon(true);
                return thread;
            }))
            .build();

    private final URI origin;
    private final String key;

    public GatewayClient(URI origin, String key) {
        this.origin = origin;
        this.key = key;
    }

    /** A completion, plain or streamed as {@code body} says, read to its end. {@code headers} are names and values in turn. */
    public Answer chat(String body, String... headers) {
        return send("POST", "/v1/chat/completions", body, headers);
    }

    /** As {@link #chat}, not waited for. */
    public CompletableFuture<Answer> chatLater(String body, String... headers) {
        return sendLater("POST", "/v1/chat/completions", body, headers);
    }

    /** A completion whose bytes are read by the caller; to close the stream is to leave. */
    public HttpResponse<InputStream> open(String body) {
        return open("/v1/chat/completions", body);
    }

    /** As {@link #open(String)}, at any path. */
    public HttpResponse<InputStream> open(String path, String body) {
        try {
            return HTTP.send(request("POST", path, body), BodyHandlers.ofInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    /** The sum of a metric's samples whose labels hold {@code label}, written as Prometheus writes it: {@code status="402"}. */
    public double metric(String name, String label) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public Answer send(String method, String path, String body, String... headers) {
        try {
            return sendLater(method, path, body, headers).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new UncheckedIOException(new IOException(method + " " + path + " failed", failed.getCause()));
        } catch (TimeoutException hanging) {
            throw new AssertionError(method + " " + path + " hangs", hanging);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Posts bytes as they are; {@code contentType} is the whole header, none when empty. */
    public Answer post(String path, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(path))
                .timeout(LIMIT)
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("content-type", contentType);
        }
        try {
            return Answer.of(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    public CompletableFuture<Answer> sendLater(String method, String path, String body, String... headers) {
        return HTTP.sendAsync(request(method, path, body, headers), BodyHandlers.ofString())
                .thenApply(Answer::of);
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(path))
                .timeout(LIMIT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
