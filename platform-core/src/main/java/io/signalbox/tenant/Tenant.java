package io.signalbox.tenant;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** A customer of this installation. {@code reportingZone} is where its days and months begin; bodies are stored only if it opted in. */
public record Tenant(
        TenantId id,
        String name,
        ZoneId reportingZone,
        boolean storesBodies,
        Instant createdAt,
        Optional<Instant> suspendedAt) {

    /** The tenant that owns what the operator configured for everyone, such as platform credentials. */
    public static final TenantId PLATFORM = new TenantId("ten_platform");

    public static final int NAME_LENGTH_MAX = 100;
}
