package io.signalbox.route;

import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Operation;
import io.signalbox.catalog.Wire;
import io.signalbox.money.ServiceTier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the planner may know of a request, and never its text. {@code inputBytes} bounds the prompt's UTF-8 size (of a prompt given as token numbers it is their count), {@code messages} counts its
 * messages, {@code outputTokens} is the client's limit times {@code choices} or 0 when it gave none. {@code unknown} names members of the body that
 * only a provider of the same wire may know: whoever needs a translation cannot be asked for them. {@code serviceTier} is the tier behind
 * {@link Feature#SERVICE_TIER}, empty when it is one that nobody here knows.
 */
public record RequestFacts(
        Wire wire,
        long inputBytes,
        int messages,
        long outputTokens,
        int choices,
        Set<Feature> needs,
        List<String> unknown,
        Optional<ServiceTier> serviceTier) {

    /** What no byte count bounds. */
    private static final Set<Feature> UNBOUNDED =
            Set.of(Feature.IMAGES, Feature.AUDIO_IN, Feature.FILES, Feature.OTHER_PARTS);

    public RequestFacts {
        needs = Set.copyOf(needs);
        unknown = List.copyOf(unknown);
    }

    /** A request that asks for no service tier. */
    public RequestFacts(
            Wire wire,
            long inputBytes,
            int messages,
            long outputTokens,
            int choices,
            Set<Feature> needs,
            List<String> unknown) {
        this(wire, inputBytes, messages, outputTokens, choices, needs, unknown, Optional.empty());
    }

    public boolean needs(Feature feature) {
        return needs.contains(feature);
    }

    /** How many contexts the prompt may fill: one for a chat, one for each input of anything else. */
    public int contexts() {
        return wire.operation() == Operation.CHAT ? 1 : Math.max(1, messages);
    }

    /** How many tokens all of its contexts hold at {@code model}. */
    public long contextTokens(Model model) {
        return contextOf(model) * contexts();
    }

    /** How many tokens one context of it holds at {@code model}. */
    long contextOf(Model model) {
        return needs(Feature.LONG_CONTEXT) ? model.longContextTokens() : model.contextTokens();
    }

    /** Whether the prompt's tokens are bounded by its bytes: it holds nothing but text. */
    public boolean isText() {
        return needs.stream().noneMatch(UNBOUNDED::contains);
    }
}
