package io.signalbox.route;

import java.util.List;

/**
 * A tenant's rule for smart-select: {@code candidates} are the models it may choose from, {@code primary} serves what is complex or unknown, and
 * {@code fallbacks} follow a model that the caller pinned (none: a pinned model fails alone). Names are catalog names.
 */
public record RoutingPolicy(String version, String primary, List<String> candidates, List<String> fallbacks) {

    private static final int NAMES_MAX = 64;

    public RoutingPolicy {
        candidates = List.copyOf(candidates);
        fallbacks = List.copyOf(fallbacks);
        if (primary.isBlank()) {
            throw new IllegalArgumentException("a routing policy needs a primary model");
        }
        if (candidates.size() > NAMES_MAX || fallbacks.size() > NAMES_MAX) {
            throw new IllegalArgumentException("a routing policy lists at most " + NAMES_MAX + " models each");
        }
    }
}
