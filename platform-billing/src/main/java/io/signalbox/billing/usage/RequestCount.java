package io.signalbox.billing.usage;

/** Requests of a range: all of them, those that ended in an error of the caller's (4xx), and those that ended in one of ours or a provider's (5xx). */
public record RequestCount(long total, long callerErrors, long failures) {}
