package io.signalbox.billing.journal;

import java.util.Optional;

/** What a journal record is, which decides how urgent its fsync is and what may refuse it. */
public enum RecordType {
    /** Money is about to be risked: nothing goes upstream before it is on disk. First to be refused when space runs short. */
    INTENT(1, true),
    /** What an attempt used: no answer ends before it is on disk. Uses the reserve. */
    SETTLE(2, true),
    /** An attempt that was never billed. Uses the reserve; nobody waits for its fsync. */
    VOID(3, false),
    /** How a request went: nobody waits for its fsync, and it is dropped when space runs out. */
    REQUEST(4, false);

    private final int code;
    private final boolean urgent;

    RecordType(int code, boolean urgent) {
        this.code = code;
        this.urgent = urgent;
    }

    byte code() {
        return (byte) code;
    }

    boolean isUrgent() {
        return urgent;
    }

    static Optional<RecordType> ofCode(byte code) {
        return code < 1 || code > values().length ? Optional.empty() : Optional.of(values()[code - 1]);
    }
}
