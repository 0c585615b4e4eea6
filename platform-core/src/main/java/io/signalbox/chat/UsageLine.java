package io.signalbox.chat;

import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/**
 * What Signalbox adds to an answer's {@code usage}: the cost in USD (null when unpriced) and, where the provider left them out, the token
 * counts. {@code estimated} says that the counts are ours, not the provider's; the object then carries {@code "estimated":true}.
 */
public record UsageLine(TokenUsage usage, Optional<Money> cost, boolean estimated) {}
