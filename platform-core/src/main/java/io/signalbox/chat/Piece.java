package io.signalbox.chat;

import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/** What one event of a stream holds: either the provider's own bytes, when its wire is the caller's, or {@link Deltas}. */
public interface Piece {

    /** The provider's counts so far as disjoint classes; a later piece's replace an earlier one's. Empty when this one has none that can be believed. */
    Optional<TokenUsage> usage();

    /** The service tier that the provider says it used; empty when it does not tell, or one that nobody here knows. */
    default Optional<ServiceTier> serviceTier() {
        return Optional.empty();
    }

    /** Bytes of the output in it, over all choices: never less than their UTF-8 size. */
    int outputBytes();

    /** Adds its output to {@code sample}, as cheaply as it can; nothing where that would cost a parse. */
    default void sample(OutputSample sample) {}

    /** Whether the answer has begun with it: output, or the end of a choice. Until then another provider may still take over. */
    boolean begins();
}
