package io.signalbox.billing.sim;

import java.util.List;
import java.util.Optional;

/** Runs seeds of a protocol. Pure: the same protocol and seed always end the same. */
public final class BudgetSimulation {

    private final Protocol protocol;

    public BudgetSimulation(Protocol protocol) {
        this.protocol = protocol;
    }

    /** What a seed broke, and everything that led to it. */
    public record Finding(long seed, Invariant invariant, String what, List<String> trace) {}

    /** Lives the seed; empty when every invariant held. */
    public Optional<Finding> run(long seed) {
        return live(seed, false).flatMap(broken -> live(seed, true));
    }

    /** A class of the protocol that refuses its own state is as bad as a broken invariant. */
    private Optional<Finding> live(long seed, boolean tracing) {
        Timeline time = new Timeline(seed, tracing);
        try {
            new World(protocol, time).live();
            return Optional.empty();
        } catch (Violation broken) {
            return Optional.of(new Finding(seed, broken.invariant(), broken.what(), time.trace()));
        } catch (IllegalStateException | ArithmeticException refused) {
            return Optional.of(new Finding(seed, Invariant.I8_NO_NANO_IS_LOST, refused.toString(), time.trace()));
        }
    }
}
