package io.signalbox.provider;

/** What a failed attempt may have cost. */
public enum Exposure {
    /** Nothing left this machine: no connection came about. Costs nothing. */
    NOT_SENT,
    /** The provider answered with an error status. Costs nothing. */
    REFUSED,
    /** The request was sent and its fate is not known: it may have been billed. */
    UNKNOWN
}
