package io.signalbox.tenant;

import java.time.Duration;
import java.time.Instant;

/** Leave for one member to sign in once, until it expires. */
public record SignInLink(TenantId tenant, MemberId member, Instant createdAt, Instant expiresAt) {

    /** How long a link may be followed. */
    public static final Duration LIFETIME = Duration.ofMinutes(30);

    public static SignInLink of(TenantId tenant, MemberId member, Instant now) {
        return new SignInLink(tenant, member, now, now.plus(LIFETIME));
    }
}
