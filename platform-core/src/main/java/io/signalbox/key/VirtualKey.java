package io.signalbox.key;

import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key of an app, without its secret: {@code masked} is what may be shown of the newest one. {@code allowedModels} as in {@link Caller};
 * {@code lastUsedAt} is coarse, to the minute. Revocation is for ever.
 */
public record VirtualKey(
        KeyId id,
        TenantId tenant,
        AppId app,
        String name,
        KeyMode mode,
        String masked,
        Set<String> allowedModels,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt) {

    public static final int NAME_LENGTH_MAX = 100;
    public static final int ALLOWED_MODELS_MAX = 200;

    public VirtualKey {
        allowedModels = Set.copyOf(allowedModels);
        if (mode == KeyMode.ADMIN) {
            throw new IllegalArgumentException("a virtual key is live or test; " + id + " is to be an admin token");
        }
    }

    /** {@code active}, {@code expired} or {@code revoked}, for people and programs to read. */
    public String status(Instant now) {
        if (revokedAt.isPresent()) {
            return "revoked";
        }
        return expiresAt.filter(at -> !now.isBefore(at)).isPresent() ? "expired" : "active";
    }

    public VirtualKey renamed(String newName) {
        return new VirtualKey(
                id,
                tenant,
                app,
                newName,
                mode,
                masked,
                allowedModels,
                createdBy,
                createdAt,
                expiresAt,
                revokedAt,
                lastUsedAt);
    }

    public VirtualKey allowing(Set<String> models) {
        return new VirtualKey(
                id, tenant, app, name, mode, masked, models, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt);
    }

    public VirtualKey expiring(Optional<Instant> at) {
        return new VirtualKey(
                id, tenant, app, name, mode, masked, allowedModels, createdBy, createdAt, at, revokedAt, lastUsedAt);
    }

    VirtualKey showing(String newestMasked) {
        return new VirtualKey(
                id,
                tenant,
                app,
                name,
                mode,
                newestMasked,
                allowedModels,
                createdBy,
                createdAt,
                expiresAt,
                revokedAt,
                lastUsedAt);
    }

    VirtualKey revoked(Instant at) {
        return new VirtualKey(
                id,
                tenant,
                app,
                name,
                mode,
                masked,
                allowedModels,
                createdBy,
                createdAt,
                expiresAt,
                Optional.of(at),
                lastUsedAt);
    }
}
