package io.signalbox.key;

import com.github.benmanes.caffeine.cache.Ticker;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells whose request it is. A wrong checksum costs no I/O, a key in use costs none either: verdicts are kept in memory, read again after
 * 30 s, and forgotten at once when a change notice names them. Safe on any thread.
 */
public final class KeyVerifier {

    private static final Future<KeyVerdict> UNKNOWN = Future.succeededFuture(new KeyVerdict.Unknown());

    private final KeyHasher hasher;
    private final KeyUse use;
    private final InstantSource clock;
    private final Meters meters;
    private final DigestCache<FoundKey> found;

    public KeyVerifier(
            KeyHasher hasher, Database database, ChangeFeed changes, KeyUse use, InstantSource clock, Meters meters) {
        VirtualKeyStore keys = new VirtualKeyStore();
        this.hasher = hasher;
        this.use = use;
        this.clock = clock;
        this.meters = meters;
        this.found = new DigestCache<>(
                digest -> database.acrossTenants(tx -> keys.findByDigest(tx, digest)), Ticker.systemTicker(), meters);
        changes.subscribe(found::onChange);
    }

    /**
     * Completes at once on a hit, else on the caller's context. Fails with {@code UNAVAILABLE} when nobody can tell: that is never
     * {@link KeyVerdict.Unknown}.
     */
    public Future<KeyVerdict> verify(String presented) {
        Optional<KeySecret> secret = KeySecret.parse(presented);
        if (secret.isEmpty() || secret.get().mode() == KeyMode.ADMIN) {
            meters.keyLookedUp("malformed");
            return UNKNOWN;
        }
        return found.find(hasher.digest(secret.get())).map(this::verdict);
    }

    private KeyVerdict verdict(Optional<FoundKey> match) {
        if (match.isEmpty()) {
            return new KeyVerdict.Unknown();
        }
        FoundKey key = match.get();
        long now = clock.millis();
        KeyVerdict verdict = key.verdictAt(now);
        if (verdict instanceof KeyVerdict.Valid && key.isUseNoteworthy(now, KeyUse.EVERY.toMillis())) {
            use.note(key.caller.key(), Instant.ofEpochMilli(now));
        }
        return verdict;
    }
}
