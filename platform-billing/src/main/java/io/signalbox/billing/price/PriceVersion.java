package io.signalbox.billing.price;

import java.time.Instant;
import java.util.Optional;

/** One edition of the price book, which never changes. {@code effectiveAt} is when it last became, or becomes, what holds; a draft was never published. */
public record PriceVersion(
        String id,
        Optional<String> parent,
        boolean shipped,
        String note,
        String createdBy,
        Instant createdAt,
        Optional<Instant> effectiveAt) {

    /** Whether nobody published it yet. */
    public boolean isDraft() {
        return effectiveAt.isEmpty();
    }
}
