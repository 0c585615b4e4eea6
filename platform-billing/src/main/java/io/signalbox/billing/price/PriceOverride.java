package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.money.Rates;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's own price of one model at one provider from a moment on; without rates the book's holds again. A later {@code version} of the same model
 * replaces an earlier one from its moment on.
 */
public record PriceOverride(
        PriceList.Of of, long version, Instant effectiveAt, Optional<Rates> rates, String note, String createdBy) {

    /** What an event that is priced by it remembers. */
    public String versionName() {
        return "own-" + version + "@" + of.provider() + ":" + of.model();
    }
}
