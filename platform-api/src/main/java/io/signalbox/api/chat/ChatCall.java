package io.signalbox.api.chat;

import io.signalbox.billing.usage.Way;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.RequestScan;
import io.signalbox.key.Caller;
import io.signalbox.route.RouteRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One chat request as it arrived: who asks, for what, with which wishes, since when ({@code startedNanos} by {@link System#nanoTime()}). */
record ChatCall(
        String requestId, Caller caller, RequestScan scan, RequestOptions options, Instant at, long startedNanos) {

    RouteRequest routeRequest() {
        return new RouteRequest(
                scan.model(),
                scan.models(),
                options.task(),
                options.taskSource(),
                scan.facts(),
                caller.allowedModels(),
                options.fallback(),
                options.fallbackModels(),
                options.maxAttempts(),
                options.maxCost());
    }

    /** What the caller typed as model: what pages show as requested. */
    String requestedModel() {
        return scan.model().isEmpty() && !scan.models().isEmpty()
                ? scan.models().get(0)
                : scan.model();
    }

    /** How an attempt at {@code deployment} goes. */
    Way way(Deployment deployment) {
        Wire wire = scan.facts().wire();
        return new Way(Optional.of(wire.wireName()), !deployment.isNative(wire));
    }

    /** What is left until the request's deadline; zero or less when it has passed. */
    Duration timeLeft() {
        return options.timeout().minusNanos(System.nanoTime() - startedNanos);
    }

    boolean isInTime() {
        return timeLeft().compareTo(Duration.ZERO) > 0;
    }
}
