package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a provider would have billed, by model and by the user a request names: the oracle that Signalbox's own books are held against. Counts a request when it is accepted,
 * its prompt at once and its completion as it is produced, so a request given up midway counts what was produced until then. Safe on any
 * thread.
 */
public final class SandboxMeter {

    private static final int NAMES_MAX = 1_000;

    /** Totals of one model, or of all. {@code open} requests are still being answered. */
    public record Reading(long requests, SandboxUsage usage, long costNanos, long open) {

        private static final Reading ZERO = new Reading(0, SandboxUsage.NONE, 0, 0);

        public long promptTokens() {
            return usage.promptTokens();
        }

        public long completionTokens() {
            return usage.completionTokens();
        }

        private Reading plus(Reading more) {
            return new Reading(
                    requests + more.requests, usage.plus(more.usage), costNanos + more.costNanos, open + more.open);
        }

        private JsonObject toJson() {
            return new JsonObject()
                    .put("requests", requests)
                    .put("prompt_tokens", promptTokens())
                    .put("cache_read_tokens", usage.cacheRead())
                    .put("cache_write_tokens", usage.cacheWrite())
                    .put("completion_tokens", completionTokens())
                    .put("reasoning_tokens", usage.reasoning())
                    .put("cost_nanos", costNanos)
                    .put("open", open);
        }
    }

    /** One request's running account. Counting on after {@link #close} is a programmer's error. */
    final class Account {

        private final SandboxTarget target;
        private long output;
        private long reasoning;
        private boolean closed;

        private Account(SandboxTarget target) {
            this.target = target;
        }

        /** The request has by now produced so many tokens in all. */
        void produced(long outputTokens, long reasoningTokens) {
            if (closed || outputTokens < output || reasoningTokens < reasoning) {
                throw new IllegalStateException("produced " + outputTokens + " and " + reasoningTokens + " after "
                        + output + " and " + reasoning);
            }
            SandboxUsage more = SandboxUsage.NONE.producing(outputTokens - output, reasoningTokens - reasoning);
            output = outputTokens;
            reasoning = reasoningTokens;
            add(target, new Reading(0, more, target.model().costNanos(more), 0));
        }

        /** The request has ended, in whatever way; again does nothing. */
        void close() {
            if (!closed) {
                closed = true;
                add(target, new Reading(0, SandboxUsage.NONE, 0, -1));
            }
        }
    }

    /** What is counted for nobody: of work that is not billed. */
    private static final SandboxTarget NOBODY = new SandboxTarget(SandboxModel.SMALL, "", "");

    private final Map<String, Reading> readings = new TreeMap<>();
    private final Map<String, Reading> users = new TreeMap<>();

    Account open(SandboxTarget target, SandboxUsage prompt) {
        add(target, new Reading(1, prompt, target.model().costNanos(prompt), 1));
        return new Account(target);
    }

    /** An account of work that is not billed, nor counted. */
    Account unbilled() {
        return new Account(NOBODY);
    }

    /** Counts a request that is refused: it costs nothing. */
    void refused(SandboxTarget target) {
        add(target, new Reading(1, SandboxUsage.NONE, 0, 0));
    }

    /** By the name that requests gave. */
    public synchronized Reading of(String name) {
        return readings.getOrDefault(name, Reading.ZERO);
    }

    /** By the member {@code user} of chat requests. */
    public synchronized Reading ofUser(String user) {
        return users.getOrDefault(user, Reading.ZERO);
    }

    public synchronized Reading total() {
        return readings.values().stream().reduce(Reading.ZERO, Reading::plus);
    }

    /** Forgets everything but the requests that are still open. */
    public synchronized void reset() {
        readings.replaceAll((model, reading) -> new Reading(0, SandboxUsage.NONE, 0, reading.open));
        users.replaceAll((user, reading) -> new Reading(0, SandboxUsage.NONE, 0, reading.open));
    }

    /** {@code {"total":{…},"models":{"sandbox/small":{…}},"users":{…}}}. */
    public synchronized JsonObject toJson() {
        JsonObject models = new JsonObject();
        readings.forEach((model, reading) -> models.put(model, reading.toJson()));
        JsonObject byUser = new JsonObject();
        users.forEach((user, reading) -> byUser.put(user, reading.toJson()));
        return new JsonObject()
                .put("total", total().toJson())
                .put("models", models)
                .put("users", byUser);
    }

    /** Names beyond {@value #NAMES_MAX} are counted together: what callers make up must not fill the memory. */
    private synchronized void add(SandboxTarget target, Reading more) {
        if (target.equals(NOBODY)) {
            return;
        }
        merge(readings, target.name(), more);
        if (!target.user().isEmpty()) {
            merge(users, target.user(), more);
        }
    }

    private static void merge(Map<String, Reading> readings, String name, Reading more) {
        boolean known = readings.containsKey(name) || readings.size() < NAMES_MAX;
        readings.merge(known ? name : "(others)", more, Reading::plus);
    }
}
