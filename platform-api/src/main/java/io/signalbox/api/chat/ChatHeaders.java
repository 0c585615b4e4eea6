package io.signalbox.api.chat;

import io.signalbox.catalog.Deployment;
import io.signalbox.money.Money;
import io.signalbox.route.Attempt;
import io.signalbox.route.RoutePlan;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** The {@code x-signalbox-*} headers of an answer, errors too: what is known when the head is written. */
final class ChatHeaders {

    private static final String PENDING = "pending";

    private ChatHeaders() {}

    /** For a whole answer or an error: everything is settled. */
    static void putFinal(HttpServerResponse response, ChatRun run) {
        put(response, run);
        response.putHeader("x-signalbox-cost-status", run.costStatus());
        run.cost().map(Money::usd).ifPresent(usd -> response.putHeader("x-signalbox-cost-usd", usd));
        run.saved().map(Money::usd).ifPresent(usd -> response.putHeader("x-signalbox-saved-usd", usd));
    }

    /** For a stream: the cost comes at its end. */
    static void putPending(HttpServerResponse response, ChatRun run) {
        put(response, run);
        response.putHeader("x-signalbox-cost-status", PENDING);
    }

    private static void put(HttpServerResponse response, ChatRun run) {
        response.putHeader("x-signalbox-requested-model", printable(run.call().requestedModel()));
        response.putHeader("x-signalbox-cache", "off");
        response.putHeader("x-signalbox-overhead-ms", millis(run.overhead().toNanos()));
        run.planIfMade().flatMap(RoutePlan::task).ifPresent(task -> {
            response.putHeader("x-signalbox-task", task.name());
            response.putHeader("x-signalbox-task-confidence", "1");
        });
        Optional<Attempt> served = run.served();
        served.map(Attempt::deployment).ifPresent(deployment -> putServed(response, deployment));
        served.ifPresent(attempt ->
                response.putHeader("x-signalbox-route-reason", attempt.reason().wireName()));
        if (run.affordableOutput() > 0) {
            response.putHeader("x-signalbox-max-tokens", Long.toString(run.affordableOutput()));
        }
        int attempts = run.attemptsStarted();
        if (attempts > 0) {
            response.putHeader("x-signalbox-attempts", Integer.toString(attempts));
        }
    }

    private static void putServed(HttpServerResponse response, Deployment deployment) {
        response.putHeader("x-signalbox-model", deployment.model().name());
        response.putHeader("x-signalbox-provider", deployment.provider().name());
    }

    /** Milliseconds with three decimals, without the cost of a formatter. */
    private static String millis(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        String rest = Long.toString(1_000 + micros % 1_000);
        return micros / 1_000 + "." + rest.substring(1);
    }

    /** A header may not carry what a caller put into a model name beyond printable ASCII. */
    private static String printable(String model) {
        String cut = model.length() <= 128 ? model : model.substring(0, 128);
        boolean clean = cut.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return clean ? cut : cut.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
