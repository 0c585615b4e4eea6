package io.signalbox.fault;

/** Who owns a failure: the metric label, the alert route, and the first question in an incident. */
public enum Blame {
    CALLER,
    PLATFORM,
    PROVIDER,
    CAPACITY,
    CONFIG
}
