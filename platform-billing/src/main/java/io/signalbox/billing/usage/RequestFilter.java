package io.signalbox.billing.usage;

import io.signalbox.key.KeyId;
import io.signalbox.tenant.AppId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which requests a page shows, newest first: {@code model} as requested or served, {@code statusFrom} to {@code statusTo} both included (200 to 299 for
 * what succeeded), those that arrived from {@code from} on and before {@code to}; a {@code task} of "" means none. {@code place} is where the previous page
 * ended. At most {@value #LIMIT_MAX} at once.
 */
public record RequestFilter(
        Optional<String> model,
        int statusFrom,
        int statusTo,
        Optional<KeyId> key,
        Optional<AppId> app,
        Optional<String> task,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Place> before,
        int limit) {

    /** What a page needs one row more than; CSV is read in pages as well. */
    public static final int LIMIT_MAX = 1_001;

    public RequestFilter {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + limit + ": must be 1 to " + LIMIT_MAX);
        }
    }

    /** A request's place in the order: its time, and its id among those of one instant. */
    public record Place(Instant at, String requestId) {}

    /** Every request, {@code limit} at a time. */
    public static RequestFilter newest(int limit) {
        return new RequestFilter(
                Optional.empty(),
                0,
                999,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }

    public RequestFilter ofModel(String name) {
        return new RequestFilter(Optional.of(name), statusFrom, statusTo, key, app, task, from, to, before, limit);
    }

    public RequestFilter ofStatus(int first, int last) {
        return new RequestFilter(model, first, last, key, app, task, from, to, before, limit);
    }

    public RequestFilter ofKey(KeyId id) {
        return new RequestFilter(model, statusFrom, statusTo, Optional.of(id), app, task, from, to, before, limit);
    }

    public RequestFilter ofApp(AppId id) {
        return new RequestFilter(model, statusFrom, statusTo, key, Optional.of(id), task, from, to, before, limit);
    }

    public RequestFilter ofTask(String name) {
        return new RequestFilter(model, statusFrom, statusTo, key, app, Optional.of(name), from, to, before, limit);
    }

    /** {@code first} included, {@code end} not; each may be missing. */
    public RequestFilter during(Optional<Instant> first, Optional<Instant> end) {
        return new RequestFilter(model, statusFrom, statusTo, key, app, task, first, end, before, limit);
    }

    /** The page after the one that ended with {@code last}. */
    public RequestFilter after(RequestRecord last) {
        return after(new Place(last.at(), last.requestId()));
    }

    public RequestFilter after(Place place) {
        return new RequestFilter(model, statusFrom, statusTo, key, app, task, from, to, Optional.of(place), limit);
    }
}
