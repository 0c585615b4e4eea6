package io.signalbox.billing.usage;

import java.util.Optional;

/**
 * How an attempt went: the {@code surface} its request came by (a wire's name; empty when a crash left no trace of it), and whether it was
 * {@code translated} for the provider.
 */
public record Way(Optional<String> surface, boolean translated) {

    public static final Way UNTOLD = new Way(Optional.empty(), false);

    /** A request by {@code surface} that went nowhere. */
    public static Way nowhere(String surface) {
        return new Way(Optional.of(surface), false);
    }
}
