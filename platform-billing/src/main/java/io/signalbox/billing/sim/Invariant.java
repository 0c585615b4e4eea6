package io.signalbox.billing.sim;

import java.util.function.Supplier;

/** What must hold in every run, whatever fails when. */
public enum Invariant {
    /** Nothing is granted beyond the cap. */
    I1_GRANTS_FIT_THE_CAP,
    /** What providers really bill for admitted work is within the cap, and within what the books hold or have spent for it. */
    I2_TRUE_COST_FITS_THE_CAP,
    /** Every attempt ends once, every lease is closed or written off, and in the end nothing is held. */
    I3_EVERYTHING_ENDS,
    /** What is spent is the sum of the events, what is held is the sum of the leases. */
    I4_BOOKS_ADD_UP,
    /** An event counts once. */
    I5_EVENTS_COUNT_ONCE,
    /** Nothing is sent before its intent is on disk, and no answer ends before its settlement is. */
    I6_DISK_COMES_FIRST,
    /** A cost beyond its reservation is counted as overrun, to the nano. */
    I7_OVERRUNS_ARE_COUNTED,
    /** Amounts are whole and never negative; a node that stopped has given account of every nano. */
    I8_NO_NANO_IS_LOST,
    /** No lease is freed while an attempt that it pays for is not accounted for, whatever any clock says. */
    I9_TIME_FREES_NOTHING;

    void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(this, otherwise.get());
        }
    }
}
