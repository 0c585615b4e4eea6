package io.signalbox.billing.budget;

import io.signalbox.catalog.Deployment;
import io.signalbox.key.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks to hold the most an attempt can cost. {@code inputTokens} is a proven upper bound; {@code outputTokens} the wanted limit over all choices;
 * {@code minOutputTokens} the least that is still worth answering when a budget is nearly used up. It waits for money no longer than
 * {@code timeLeft}.
 */
public record ReserveRequest(
        String eventId,
        String requestId,
        int attempt,
        Caller caller,
        Deployment deployment,
        String requestedModel,
        Optional<String> task,
        String routeReason,
        long inputTokens,
        long outputTokens,
        long minOutputTokens,
        Duration timeLeft,
        List<String> tags) {

    public ReserveRequest {
        tags = List.copyOf(tags);
    }

    /** Of a request without tags. */
    public ReserveRequest(
            String eventId,
            String requestId,
            int attempt,
            Caller caller,
            Deployment deployment,
            String requestedModel,
            Optional<String> task,
            String routeReason,
            long inputTokens,
            long outputTokens,
            long minOutputTokens,
            Duration timeLeft) {
        this(
                eventId,
                requestId,
                attempt,
                caller,
                deployment,
                requestedModel,
                task,
                routeReason,
                inputTokens,
                outputTokens,
                minOutputTokens,
                timeLeft,
                List.of());
    }
}
