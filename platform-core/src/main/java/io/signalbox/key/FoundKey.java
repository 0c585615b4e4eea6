package io.signalbox.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a digest leads to. {@code revokedAt} covers its app's archival and its tenant's suspension; {@code expiresAt} is the earlier of the
 * key's and the secret's.
 */
final class FoundKey implements DigestCache.Known {

    final Caller caller;
    final KeyVerdict verdict;
    private final List<String> subjects;
    private final long expiresAtMillis;
    private final KeyVerdict expired;
    private final AtomicLong notedAtMillis = new AtomicLong(Long.MIN_VALUE);

    FoundKey(Caller caller, Optional<Instant> revokedAt, Optional<Instant> expiresAt) {
        this.caller = caller;
        this.subjects = List.of(
                caller.key().value(), caller.app().value(), caller.tenant().value());
        this.verdict = revokedAt.<KeyVerdict>map(KeyVerdict.Revoked::new).orElseGet(() -> new KeyVerdict.Valid(caller));
        this.expiresAtMillis = expiresAt.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        this.expired = new KeyVerdict.Expired(expiresAt.orElse(Instant.MAX));
    }

    @Override
    public List<String> subjects() {
        return subjects;
    }

    /** Revocation outlives expiry: it is what somebody decided. */
    KeyVerdict verdictAt(long nowMillis) {
        return verdict instanceof KeyVerdict.Valid && nowMillis >= expiresAtMillis ? expired : verdict;
    }

    /** Whether its use at that time is worth writing down; true for one caller per {@code everyMillis}. */
    boolean isUseNoteworthy(long nowMillis, long everyMillis) {
        long last = notedAtMillis.get();
        return (last == Long.MIN_VALUE || nowMillis - last >= everyMillis)
                && notedAtMillis.compareAndSet(last, nowMillis);
    }
}
