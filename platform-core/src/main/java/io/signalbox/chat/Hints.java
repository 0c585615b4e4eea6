package io.signalbox.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What tells a provider about the caller and its wishes without changing the answer: carried where there is a place for it. */
public record Hints(
        Optional<String> user,
        Optional<ObjectNode> metadata,
        Optional<String> serviceTier,
        Optional<String> promptCacheKey,
        Optional<Boolean> store) {

    public static final Hints NONE =
            new Hints(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
