package io.signalbox.tenant;

import java.time.Instant;
import java.util.Optional;

/** A member's stay at the dashboard on one device, {@code ses_…}; the cookie names it, this row decides. */
public record Session(
        String id,
        TenantId tenant,
        MemberId member,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> revokedAt) {

    public boolean isLive(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}
