package io.signalbox.billing.usage;

import io.signalbox.key.KeyId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which requests a page shows, newest first: {@code model} as requested or served, {@code statusFrom} to {@code statusTo} both included (200 to 299 for
 * what succeeded). {@code before} is where the previous page ended. At most {@value #LIMIT_MAX} at once.
 */
public record RequestFilter(
        Optional<String> model, int statusFrom, int statusTo, Optional<KeyId> key, Optional<Place> before, int limit) {

    public static final int LIMIT_MAX = 201;

    public RequestFilter {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + limit + ": must be 1 to " + LIMIT_MAX);
        }
    }

    /** A request's place in the order: its time, and its id among those of one instant. */
    public record Place(Instant at, String requestId) {}

    /** Every request, {@code limit} at a time. */
    public static RequestFilter newest(int limit) {
        return new RequestFilter(Optional.empty(), 0, 999, Optional.empty(), Optional.empty(), limit);
    }

    public RequestFilter ofModel(String name) {
        return new RequestFilter(Optional.of(name), statusFrom, statusTo, key, before, limit);
    }

    public RequestFilter ofStatus(int from, int to) {
        return new RequestFilter(model, from, to, key, before, limit);
    }

    public RequestFilter ofKey(KeyId id) {
        return new RequestFilter(model, statusFrom, statusTo, Optional.of(id), before, limit);
    }

    /** The page after the one that ended with {@code last}. */
    public RequestFilter after(RequestRecord last) {
        return after(new Place(last.at(), last.requestId()));
    }

    public RequestFilter after(Place place) {
        return new RequestFilter(model, statusFrom, statusTo, key, Optional.of(place), limit);
    }
}
