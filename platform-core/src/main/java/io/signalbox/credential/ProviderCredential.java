package io.signalbox.credential;

import io.signalbox.config.Secret;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's account at a provider, without its secret: {@code lastFour} is there when it has one, and is all that is shown of it.
 * {@code trusted} origins were configured by the operator and pass the {@link EgressGuard}. {@code secretVersion} counts secrets,
 * {@code version} every change.
 */
public record ProviderCredential(
        CredentialId id,
        TenantId tenant,
        String provider,
        String name,
        Origin origin,
        boolean trusted,
        Optional<String> lastFour,
        int secretVersion,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    private static final int SHOWN_CHARS = 4;
    /** Of a shorter secret, four characters would be too much. */
    private static final int SHOWABLE_CHARS_MIN = 16;

    /** Whether an attempt can be sent with it. */
    public boolean isUsable() {
        return lastFour.isPresent();
    }

    public ProviderCredential renamed(String newName, Instant now) {
        return new ProviderCredential(
                id,
                tenant,
                provider,
                newName,
                origin,
                trusted,
                lastFour,
                secretVersion,
                version,
                createdBy,
                createdAt,
                now);
    }

    /** Moves it. A secret goes to no other place than it was given for: elsewhere it has none. */
    public ProviderCredential movedTo(Origin newOrigin, Instant now) {
        boolean stays = newOrigin.equals(origin);
        return new ProviderCredential(
                id,
                tenant,
                provider,
                name,
                newOrigin,
                stays && trusted,
                stays ? lastFour : Optional.empty(),
                secretVersion,
                version,
                createdBy,
                createdAt,
                now);
    }

    /** This credential as it is once {@code secret} is sealed for it. */
    public ProviderCredential holding(Secret secret, Instant now) {
        String text = secret.value();
        String shown = text.length() < SHOWABLE_CHARS_MIN ? "****" : text.substring(text.length() - SHOWN_CHARS);
        return new ProviderCredential(
                id,
                tenant,
                provider,
                name,
                origin,
                trusted,
                Optional.of(shown),
                secretVersion + 1,
                version,
                createdBy,
                createdAt,
                now);
    }

    /** The same as the change that comes after {@code previous}. */
    ProviderCredential succeeding(ProviderCredential previous) {
        return new ProviderCredential(
                id,
                tenant,
                provider,
                name,
                origin,
                trusted,
                lastFour,
                secretVersion,
                previous.version + 1,
                createdBy,
                createdAt,
                updatedAt);
    }
}
