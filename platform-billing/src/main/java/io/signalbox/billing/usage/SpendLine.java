package io.signalbox.billing.usage;

/** The spend of one model, task, app, key, provider or day; {@code name} is its name or id, empty for requests without a task. */
public record SpendLine(String name, Spend spend) {}
