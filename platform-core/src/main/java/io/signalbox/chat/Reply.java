package io.signalbox.chat;

import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/** A whole answer: either the provider's own bytes, when its wire is the caller's, or a {@link ChatResult}. */
public interface Reply {

    /** The provider's counts as disjoint classes; empty when it sent none that can be believed. */
    Optional<TokenUsage> usage();

    /** The service tier that the provider says it used; empty when it does not tell, or one that nobody here knows. */
    default Optional<ServiceTier> serviceTier() {
        return Optional.empty();
    }

    /** Bytes of the produced text, thoughts and tool calls, over all choices: never less than their UTF-8 size. */
    long outputBytes();

    /** Adds the output to {@code sample}; nothing where it cannot be told. */
    default void sample(OutputSample sample) {}
}
