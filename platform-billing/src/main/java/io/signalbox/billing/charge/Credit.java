package io.signalbox.billing.charge;

import io.signalbox.money.Money;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Money a tenant may use before it owes any: bought, or given for a while. */
public record Credit(
        String id,
        Kind kind,
        Money amount,
        Money remaining,
        Money expired,
        Optional<Instant> expiresAt,
        String note,
        String createdBy,
        Instant createdAt) {

    /** Where it came from. */
    public enum Kind {
        GRANT,
        PREPAID;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Credit {
        if (amount.nanos() <= 0) {
            throw new IllegalArgumentException("credit of " + amount + ": must be more than 0");
        }
    }

    /** One nobody has used yet. */
    public static Credit whole(
            String id, Kind kind, Money amount, Optional<Instant> expiresAt, String note, String by, Instant at) {
        return new Credit(id, kind, amount, amount, Money.ZERO, expiresAt, note, by, at);
    }

    /** Whether it can pay for what was used at a time. */
    boolean holdsAt(Instant time) {
        return expiresAt.isEmpty() || expiresAt.get().isAfter(time);
    }
}
