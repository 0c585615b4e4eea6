package io.signalbox.id;

import java.util.Optional;

/** Asks for the newest rows older than {@code before}, an id that need not exist any more; at most {@code limit}, 1 to 201. */
public record PageRequest(Optional<String> before, int limit) {

    /** One more than a page holds, so that a caller learns whether another page follows. */
    public static final int LIMIT_MAX = 201;

    public PageRequest {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a page's limit is " + limit + ": must be 1 to " + LIMIT_MAX);
        }
    }

    /** The newest {@code limit} rows. */
    public static PageRequest first(int limit) {
        return new PageRequest(Optional.empty(), limit);
    }
}
