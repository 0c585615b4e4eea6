package io.signalbox.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.signalbox.db.CallerContext;
import io.signalbox.db.Change;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.Meters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What this node knows of secrets, by their digests. A hit costs no I/O and completes at once; a miss is looked up once however many ask.
 *
 * <p>Time is counted in epochs: every change notice begins a new one, every look-up remembers the epoch it began in, and what was read in an
 * epoch before a change of its subject counts no more, however late it arrives. When the database fails, what is known serves for
 * {@link #STALE_MAX} more, unless it is known to have changed. Safe on any thread.
 */
final class DigestCache<V extends DigestCache.Known> {

    /** The longest a lost change notice can go unnoticed. */
    static final Duration FRESH = Duration.ofSeconds(30);

    static final Duration STALE_MAX = Duration.ofMinutes(5);
    static final Duration NEGATIVE = Duration.ofSeconds(5);
    static final int LOOKUPS_MAX = 50;

    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(3);
    private static final int WAITING_MAX = 5_000;
    private static final int KNOWN_MAX = 100_000;
    private static final int UNKNOWN_MAX = 10_000;
    private static final int CHANGED_MAX = 100_000;

    /** What can be found by a digest. */
    interface Known {

        /** The ids whose change makes this one doubtful. */
        List<String> subjects();
    }

    private final Function<KeyDigest, Future<Optional<V>>> source;
    private final Ticker ticker;
    private final Meters meters;
    private final Turnstile turnstile = new Turnstile(LOOKUPS_MAX, WAITING_MAX);
    private final Cache<KeyDigest, Kept<V>> known;
    private final Cache<KeyDigest, Boolean> unknown;
    private final Cache<String, Long> changedIn;
    private final Map<KeyDigest, LookUp<V>> running = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();
    private volatile long doubtedIn;

    DigestCache(Function<KeyDigest, Future<Optional<V>>> source, Ticker ticker, Meters meters) {
        this.source = source;
        this.ticker = ticker;
        this.meters = meters;
        this.known = bounded(ticker, KNOWN_MAX).expireAfterWrite(STALE_MAX).build();
        this.unknown = bounded(ticker, UNKNOWN_MAX).expireAfterWrite(NEGATIVE).build();
        this.changedIn = bounded(ticker, CHANGED_MAX)
                .expireAfterWrite(STALE_MAX.plus(FRESH))
                .build();
    }

    private static Caffeine<Object, Object> bounded(Ticker ticker, int size) {
        return Caffeine.newBuilder().ticker(ticker).executor(Runnable::run).maximumSize(size);
    }

    /** Fails with {@code UNAVAILABLE} when nobody can tell; empty only when the database said so. Completes on the caller's context. */
    Future<Optional<V>> find(KeyDigest digest) {
        Kept<V> kept = known.getIfPresent(digest);
        if (kept != null && isFresh(kept)) {
            meters.keyLookedUp("hit");
            return kept.answer;
        }
        if (kept == null && unknown.getIfPresent(digest) != null) {
            meters.keyLookedUp("negative");
            return Future.succeededFuture(Optional.empty());
        }
        return CallerContext.of(lookUp(digest));
    }

    void onChange(Change change) {
        if (change.isEverything()) {
            doubtAll();
        } else if (change.touches(Topic.KEYS)) {
            forget(change.subject().isEmpty() ? change.tenant().value() : change.subject());
        }
    }

    /** What is known of {@code subject} was read too early: it is read again before it is used again. */
    void forget(String subject) {
        changedIn.asMap().merge(subject, epoch.incrementAndGet(), Math::max);
        unknown.invalidateAll();
    }

    /** Change notices may have been lost: everything is read again before it is used again, if the database answers. */
    void doubtAll() {
        doubtedIn = epoch.incrementAndGet();
    }

    private boolean isFresh(Kept<V> kept) {
        return ticker.read() - kept.freshUntil < 0 && kept.checkedIn >= doubtedIn && !hasChanged(kept);
    }

    private boolean hasChanged(Kept<V> kept) {
        for (String subject : kept.value.subjects()) {
            Long changed = changedIn.getIfPresent(subject);
            if (changed != null && changed > kept.readIn) {
                return true;
            }
        }
        return false;
    }

    private Future<Optional<V>> lookUp(KeyDigest digest) {
        LookUp<V> lookUp = running.compute(digest, (key, other) -> {
            long now = epoch.get();
            return other != null && other.epoch == now ? other : new LookUp<>(now);
        });
        if (lookUp.begun.compareAndSet(false, true)) {
            turnstile
                    .pass(() -> source.apply(digest))
                    .timeout(LOOKUP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .map(found -> remember(digest, lookUp, found))
                    .recover(failure -> makeDo(digest, failure))
                    .eventually(() -> {
                        running.remove(digest, lookUp);
                        return Future.succeededFuture();
                    })
                    .onComplete(lookUp.answer);
        }
        return lookUp.answer.future();
    }

    private Optional<V> remember(KeyDigest digest, LookUp<V> lookUp, Optional<V> found) {
        meters.keyLookedUp("miss");
        found.ifPresentOrElse(
                value -> known.put(
                        digest,
                        new Kept<>(value, lookUp.epoch, lookUp.epoch, ticker.read(), ticker.read() + FRESH.toNanos())),
                () -> {
                    known.invalidate(digest);
                    unknown.put(digest, true);
                });
        return found;
    }

    private Future<Optional<V>> makeDo(KeyDigest digest, Throwable failure) {
        Kept<V> kept = known.getIfPresent(digest);
        if (kept != null && ticker.read() - kept.readAt < STALE_MAX.toNanos() && !hasChanged(kept)) {
            meters.keyLookedUp("stale");
            known.put(digest, kept.servingUntil(ticker.read() + RETRY.toNanos(), epoch.get()));
            return kept.answer;
        }
        meters.keyLookedUp("failed");
        return Future.failedFuture(Fault.with(FaultCode.UNAVAILABLE, "The key could not be checked. Try again shortly.")
                .retryAfter(Duration.ofSeconds(1))
                .detail("key look-up failed: " + failure)
                .cause(failure)
                .build());
    }

    /** {@code readIn}: the epoch the database was read in. {@code checkedIn}: that, or the one in which reading it again was tried in vain. */
    private static final class Kept<V> {

        final V value;
        final Future<Optional<V>> answer;
        final long readIn;
        final long checkedIn;
        final long readAt;
        final long freshUntil;

        Kept(V value, long readIn, long checkedIn, long readAt, long freshUntil) {
            this.value = value;
            this.answer = Future.succeededFuture(Optional.of(value));
            this.readIn = readIn;
            this.checkedIn = checkedIn;
            this.readAt = readAt;
            this.freshUntil = freshUntil;
        }

        Kept<V> servingUntil(long until, long triedIn) {
            return new Kept<>(value, readIn, triedIn, readAt, until);
        }
    }

    private static final class LookUp<V> {

        final long epoch;
        final AtomicBoolean begun = new AtomicBoolean();
        final Promise<Optional<V>> answer = Promise.promise();

        LookUp(long epoch) {
            this.epoch = epoch;
        }
    }
}
