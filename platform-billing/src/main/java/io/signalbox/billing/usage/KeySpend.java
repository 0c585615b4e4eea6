package io.signalbox.billing.usage;

import io.signalbox.money.Money;

/** What one key has cost on the present day, in the present week (from Monday) and in the present month of its tenant's zone. */
public record KeySpend(Money day, Money week, Money month) {}
