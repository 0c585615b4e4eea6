package io.signalbox.route;

import java.util.Map;
import java.util.Optional;

/** A kind of work and the tier it belongs to. A tier's own name is a task too: {@code smart-select:light}. */
public record Task(String name, Tier tier) {

    private static final Map<String, Tier> BUILT_IN = Map.ofEntries(
            Map.entry("light", Tier.LIGHT),
            Map.entry("standard", Tier.STANDARD),
            Map.entry("complex", Tier.COMPLEX),
            Map.entry("classification", Tier.LIGHT),
            Map.entry("extraction", Tier.LIGHT),
            Map.entry("translation", Tier.LIGHT),
            Map.entry("rewriting", Tier.LIGHT),
            Map.entry("summarization", Tier.LIGHT),
            Map.entry("qa", Tier.STANDARD),
            Map.entry("creative", Tier.STANDARD),
            Map.entry("math", Tier.COMPLEX),
            Map.entry("code", Tier.COMPLEX),
            Map.entry("reasoning", Tier.COMPLEX));

    /** The built-in task of that name, in lower case. */
    public static Optional<Task> builtIn(String name) {
        return Optional.ofNullable(BUILT_IN.get(name)).map(tier -> new Task(name, tier));
    }
}
