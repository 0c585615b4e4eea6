package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a provider would have billed, by model: the oracle that Signalbox's own books are held against. Counts a request when it is accepted,
 * its prompt at once and its completion as it is produced, so a request given up midway counts what was produced until then. Safe on any
 * thread.
 */
public final class SandboxMeter {

    /** Totals of one model, or of all. {@code open} requests are still being answered. */
    public record Reading(long requests, long promptTokens, long completionTokens, long costNanos, long open) {

        private static final Reading ZERO = new Reading(0, 0, 0, 0, 0);

        private Reading plus(Reading more) {
            return new Reading(
                    requests + more.requests,
                    promptTokens + more.promptTokens,
                    completionTokens + more.completionTokens,
                    costNanos + more.costNanos,
                    open + more.open);
        }

        private JsonObject toJson() {
            return new JsonObject()
                    .put("requests", requests)
                    .put("prompt_tokens", promptTokens)
                    .put("completion_tokens", completionTokens)
                    .put("cost_nanos", costNanos)
                    .put("open", open);
        }
    }

    /** One request's running account. Counting on after {@link #close} is a programmer's error. */
    final class Account {

        private final SandboxModel model;
        private long counted;
        private boolean closed;

        private Account(SandboxModel model) {
            this.model = model;
        }

        /** The request has by now produced {@code completionTokens} in all. */
        void produced(long completionTokens) {
            if (closed || completionTokens < counted) {
                throw new IllegalStateException("produced " + completionTokens + " after " + counted);
            }
            long more = completionTokens - counted;
            counted = completionTokens;
            add(model, new Reading(0, 0, more, model.costNanos(0, more), 0));
        }

        /** The request has ended, in whatever way; again does nothing. */
        void close() {
            if (!closed) {
                closed = true;
                add(model, new Reading(0, 0, 0, 0, -1));
            }
        }
    }

    private final Map<SandboxModel, Reading> readings = new EnumMap<>(SandboxModel.class);

    Account open(SandboxModel model, long promptTokens) {
        add(model, new Reading(1, promptTokens, 0, model.costNanos(promptTokens, 0), 1));
        return new Account(model);
    }

    /** Counts a request that is refused: it costs nothing. */
    void refused(SandboxModel model) {
        add(model, new Reading(1, 0, 0, 0, 0));
    }

    public synchronized Reading of(SandboxModel model) {
        return readings.getOrDefault(model, Reading.ZERO);
    }

    public synchronized Reading total() {
        return readings.values().stream().reduce(Reading.ZERO, Reading::plus);
    }

    /** Forgets everything but the requests that are still open. */
    public synchronized void reset() {
        readings.replaceAll((model, reading) -> new Reading(0, 0, 0, 0, reading.open));
    }

    /** {@code {"total":{…},"models":{"sandbox/small":{…}}}}. */
    public synchronized JsonObject toJson() {
        JsonObject models = new JsonObject();
        readings.forEach((model, reading) -> models.put(model.wireName(), reading.toJson()));
        return new JsonObject().put("total", total().toJson()).put("models", models);
    }

    private synchronized void add(SandboxModel model, Reading more) {
        readings.merge(model, more, Reading::plus);
    }
}
