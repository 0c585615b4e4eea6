package io.signalbox.billing.usage;

/** The spend of one model or task; {@code name} is its name, empty for requests without a task. */
public record SpendLine(String name, Spend spend) {}
