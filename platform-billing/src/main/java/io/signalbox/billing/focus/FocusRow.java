package io.signalbox.billing.focus;

import io.signalbox.money.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * One charge, without what all rows of an export have in common. Empty texts are empty cells.
 *
 * @param category {@code ChargeCategory}
 * @param correction whether it corrects a month that had been invoiced
 * @param list at list price; {@code billed} is at the tenant's, and what is invoiced
 * @param estimate what the provider bills the tenant itself
 * @param usage what was used, absent for what is about the whole month
 */
record FocusRow(
        String category,
        boolean correction,
        String description,
        String frequency,
        Instant startsAt,
        Instant endsAt,
        String invoice,
        String meter,
        long quantity,
        String unit,
        Money list,
        Money billed,
        Optional<Money> estimate,
        Optional<FocusUsage> usage) {

    static final String USAGE = "Usage";
    static final String PURCHASE = "Purchase";
    static final String CREDIT = "Credit";
    static final String ADJUSTMENT = "Adjustment";

    static final String USAGE_BASED = "Usage-Based";
    static final String ONE_TIME = "One-Time";
    static final String RECURRING = "Recurring";

    static final String TOKENS = "Tokens";
    static final String UNITS = "Units";
}
