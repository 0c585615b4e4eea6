package io.signalbox.key;

import java.time.Instant;
import java.util.Optional;

/** What is kept of a secret: its digest and what may be shown. {@code expiresAt} ends a rotated secret's grace. */
public record StoredSecret(
        KeyDigest digest,
        int pepperVersion,
        String hint,
        String lastFour,
        Instant createdAt,
        Optional<Instant> expiresAt) {

    public static StoredSecret of(KeySecret secret, KeyHasher hasher, Instant now) {
        return new StoredSecret(
                hasher.digest(secret), hasher.pepperVersion(), secret.hint(), secret.lastFour(), now, Optional.empty());
    }
}
