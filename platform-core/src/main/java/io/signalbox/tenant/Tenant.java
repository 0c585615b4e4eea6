package io.signalbox.tenant;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** A customer of this installation. {@code reportingZone} is where its days and months begin; content is stored only if it says for how long. */
public record Tenant(
        TenantId id,
        String name,
        ZoneId reportingZone,
        Optional<ContentRetention> contentRetention,
        Instant createdAt,
        Optional<Instant> suspendedAt) {

    /** The tenant that owns what the operator configured for everyone, such as platform credentials. */
    public static final TenantId PLATFORM = new TenantId("ten_platform");

    public static final int NAME_LENGTH_MAX = 100;

    /** The same tenant with another calendar. */
    public Tenant reportingIn(ZoneId zone) {
        return new Tenant(id, name, zone, contentRetention, createdAt, suspendedAt);
    }

    /** The same tenant with another retention. */
    public Tenant retaining(Optional<ContentRetention> retention) {
        return new Tenant(id, name, reportingZone, retention, createdAt, suspendedAt);
    }
}
