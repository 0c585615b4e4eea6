package io.signalbox.dialect.responses;

/** An item of the output that may still grow. */
interface OutputItem {

    /** Ends it with a status of {@code completed} or {@code incomplete}, where items of its kind have one. */
    void close(String status);
}
