package io.signalbox.launch.prove;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One client of one key, which asks one question after the other of whichever node it likes. Belongs to one event loop. */
final class Client {

    private static final int NANO_DIGITS = 9;
    private static final long ANSWER_SECONDS_MAX = 90;
    private static final int THINK_MS = 700;
    private static final int REST_MS = 900;
    private static final int OUTPUT_MAX = 160;

    private final Vertx vertx;
    private final HttpClient http;
    private final List<URI> nodes;
    private final AdminDesk.Key key;
    private final SplittableRandom random;
    private final Tally tally;
    private final BooleanSupplier pauses;
    private final boolean mayLeave;
    private boolean stopped;
    private Future<Void> running = Future.succeededFuture();

    Client(Vertx vertx, HttpClient http, Part part, SplittableRandom random) {
        this.vertx = vertx;
        this.http = http;
        this.nodes = part.nodes();
        this.key = part.key();
        this.tally = part.tally();
        this.pauses = part.pauses();
        this.mayLeave = part.mayLeave();
        this.random = random;
    }

    /** What a client is to do; it asks nothing while {@code pauses}, and some of its streams it leaves if it may. */
    record Part(List<URI> nodes, AdminDesk.Key key, Tally tally, BooleanSupplier pauses, boolean mayLeave) {}

    void start() {
        rest(random.nextInt(1, THINK_MS * 2));
    }

    /** Completes when the last answer has ended. */
    Future<Void> stop() {
        stopped = true;
        return running.otherwiseEmpty();
    }

    private void rest(long ms) {
        vertx.setTimer(ms, over -> {
            if (stopped) {
                return;
            }
            if (pauses.getAsBoolean()) {
                rest(REST_MS);
                return;
            }
            Question question = Question.draw(random, OUTPUT_MAX, key.id(), mayLeave);
            running = ask(question)
                    .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                    .transform(done -> {
                        if (done.failed()) {
                            tally.count(
                                    done.cause() instanceof java.util.concurrent.TimeoutException
                                            ? "no end"
                                            : "broken off");
                        }
                        boolean served = done.succeeded() && done.result();
                        rest(random.nextInt(1, served ? THINK_MS : REST_MS * 2) + (served ? 0 : REST_MS / 3));
                        return Future.succeededFuture();
                    });
        });
    }

    /** Whether it was served. */
    private Future<Boolean> ask(Question question) {
        URI node = nodes.get(random.nextInt(nodes.size()));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setURI("/v1/chat/completions")
                .putHeader("authorization", "Bearer " + key.secret())
                .putHeader("content-type", "application/json");
        return http.request(options).compose(request -> {
            Future<HttpClientResponse> answer = request.send(question.body());
            return answer.compose(response -> read(request, response, question));
        });
    }

    private Future<Boolean> read(HttpClientRequest request, HttpClientResponse response, Question question) {
        if (response.statusCode() == 200 && question.leaves()) {
            response.handler(first -> request.reset());
            tally.count("left in the middle");
            return response.end().transform(gone -> Future.succeededFuture(true));
        }
        return response.body().map(body -> judge(response, body, question));
    }

    private boolean judge(HttpClientResponse response, Buffer body, Question question) {
        if (response.statusCode() == 200) {
            tally.notDenied(key.id());
            acknowledge(response, body.toString(), question);
            return true;
        }
        JsonObject error = error(body);
        String code = error.getString("code", "");
        switch (response.statusCode()) {
            case 402 -> denied(error, code);
            case 429 -> {
                tally.notDenied(key.id());
                tally.count("429 " + code);
                if (!code.equals("budget_in_flight")) {
                    tally.wrong("429 " + code);
                }
            }
            case 500, 502, 503, 504 -> {
                tally.notDenied(key.id());
                tally.count(response.statusCode() + " " + code);
            }
            default ->
                tally.wrong("status " + response.statusCode() + " " + code + ": "
                        + error.getString("message", "no message"));
        }
        return false;
    }

    private void denied(JsonObject error, String code) {
        JsonObject metadata = error.getJsonObject("metadata", new JsonObject());
        String budget = metadata.getString("budget_id", "");
        if (!code.equals("budget_exceeded") || budget.isEmpty()) {
            tally.wrong("402 " + code + " names no budget");
            return;
        }
        long left = nanos(metadata.getString("limit_usd", "0")) - nanos(metadata.getString("spent_usd", "0"));
        if (left > Question.COST_NANOS_MAX) {
            tally.wrong("402 of " + budget + " with " + left + " nanos left to spend");
        }
        tally.denied(key.id(), budget);
    }

    private void acknowledge(HttpClientResponse response, String body, Question question) {
        String id = response.headers().get("x-request-id");
        if (!question.streams()) {
            tally.acknowledged(new Tally.Ack(id, cost(new JsonObject(body))));
            return;
        }
        List<String> events = body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        boolean whole = !events.isEmpty() && events.get(events.size() - 1).equals("[DONE]");
        if (!whole || body.contains("\"error\"")) {
            tally.count("told of an error in the stream");
            return;
        }
        tally.acknowledged(new Tally.Ack(
                id, events.size() < 2 ? -1 : cost(new JsonObject(events.get(events.size() - 2)))));
    }

    private static long cost(JsonObject answer) {
        JsonObject usage = answer.getJsonObject("usage");
        return usage == null || usage.getValue("cost") == null
                ? -1
                : nanos(usage.getValue("cost").toString());
    }

    private static long nanos(String usd) {
        return new BigDecimal(usd).movePointRight(NANO_DIGITS).longValueExact();
    }

    private static JsonObject error(Buffer body) {
        try {
            return new JsonObject(body).getJsonObject("error", new JsonObject());
        } catch (DecodeException notJson) {
            return new JsonObject().put("code", "no JSON");
        }
    }
}
