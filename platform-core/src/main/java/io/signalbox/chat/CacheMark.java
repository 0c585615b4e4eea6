package io.signalbox.chat;

import java.util.Optional;

/** A prompt-cache breakpoint; {@code ttl} is {@code 5m} or {@code 1h}, empty for the provider's own. */
public record CacheMark(Optional<String> ttl) {}
