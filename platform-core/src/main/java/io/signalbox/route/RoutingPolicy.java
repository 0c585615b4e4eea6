package io.signalbox.route;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.ModelBook;
import java.util.List;

/**
 * A tenant's rule for smart-select: {@code candidates} are the models it may choose from, {@code primary} serves what is complex or unknown, and
 * {@code fallbacks} follow a model that the caller pinned (none: a pinned model fails alone). Names are catalog names.
 */
public record RoutingPolicy(String version, String primary, List<String> candidates, List<String> fallbacks) {

    private static final int NAMES_MAX = 64;
    /** The primary of a tenant that reaches no model at all. */
    private static final String NO_MODEL = "none";

    /** The policy of a tenant that has none: the book's smart candidates that it can reach, the first preferred one as primary. */
    public static RoutingPolicy standard(ModelBook book, Catalog catalog) {
        List<String> candidates = catalog.modelNames().stream()
                .filter(name -> book.find(name).filter(ModelBook.Entry::smart).isPresent())
                .limit(NAMES_MAX)
                .toList();
        String primary = book.primaryPreference().stream()
                .filter(candidates::contains)
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .or(() -> catalog.modelNames().stream().findFirst())
                .orElse(NO_MODEL);
        return new RoutingPolicy("standard@" + book.version(), primary, candidates, List.of());
    }

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
