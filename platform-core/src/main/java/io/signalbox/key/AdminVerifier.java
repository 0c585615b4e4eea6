package io.signalbox.key;

import com.github.benmanes.caffeine.cache.Ticker;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.key.AdminTokenStore.FoundToken;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/** Tells whose admin request it is, as {@link KeyVerifier} does for the data plane. Safe on any thread. */
public final class AdminVerifier {

    private static final Future<Optional<AdminCaller>> NOBODY = Future.succeededFuture(Optional.empty());

    private final KeyHasher hasher;
    private final InstantSource clock;
    private final DigestCache<FoundToken> found;

    public AdminVerifier(KeyHasher hasher, Database database, ChangeFeed changes, InstantSource clock, Meters meters) {
        AdminTokenStore tokens = new AdminTokenStore();
        this.hasher = hasher;
        this.clock = clock;
        this.found = new DigestCache<>(
                digest -> database.acrossTenants(tx -> tokens.findByDigest(tx, digest)), Ticker.systemTicker(), meters);
        changes.subscribe(found::onChange);
    }

    /**
     * Empty when it is no live admin token of ours: malformed, unknown, expired and revoked look alike. Fails with {@code UNAVAILABLE} when
     * nobody can tell.
     */
    public Future<Optional<AdminCaller>> verify(String presented) {
        Optional<KeySecret> secret = KeySecret.parse(presented);
        if (secret.isEmpty() || secret.get().mode() != KeyMode.ADMIN) {
            return NOBODY;
        }
        return found.find(hasher.digest(secret.get()))
                .map(match ->
                        match.filter(token -> token.isLive(clock.instant())).map(FoundToken::caller));
    }
}
