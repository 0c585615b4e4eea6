package io.signalbox.billing.sim;

/** An invariant that was broken. */
public final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;
    private final String what;

    Violation(Invariant invariant, String what) {
        super(invariant + ": " + what);
        this.invariant = invariant;
        this.what = invariant + ": " + what;
    }

    public Invariant invariant() {
        return invariant;
    }

    /** A sentence for people. */
    String what() {
        return what;
    }
}
