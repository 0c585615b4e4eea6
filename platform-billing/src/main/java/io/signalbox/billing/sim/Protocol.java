package io.signalbox.billing.sim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the simulated nodes enforce budgets. All but the first are wrong, and the simulator is worth something because it shows that. */
public enum Protocol {
    /** What production does, by production's own classes. */
    ESCROW,
    /** The same, but a lease whose node has been silent for a while is freed. */
    TTL_RELEASE,
    /** Look at what is spent, send, add up afterwards. */
    CHECK_THEN_ACT,
    /** A replicated counter that stays available in every part of a split network and is merged afterwards. */
    AP_COUNTER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Protocol> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findAny();
    }

    boolean isOfLeases() {
        return this == ESCROW || this == TTL_RELEASE;
    }
}
