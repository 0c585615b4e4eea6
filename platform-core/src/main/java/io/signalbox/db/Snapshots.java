package io.signalbox.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Immutable snapshots by key, each loaded once and kept until it is dropped: a hit completes at once, a miss is single-flight, and while loading fails
 * the last good snapshot serves for five more minutes. A load that was running when its key was dropped is not kept. Safe on any thread;
 * futures complete on the caller's Vert.x context.
 */
public final class Snapshots<K, V> {

    private static final Duration STALE_MAX = Duration.ofMinutes(5);

    private final Function<K, Future<V>> load;
    private final Cache<K, Future<V>> current;
    private final Cache<K, V> lastGood;

    public Snapshots(int keysMax, Function<K, Future<V>> load) {
        this.load = load;
        this.current = Caffeine.newBuilder().maximumSize(keysMax).build();
        this.lastGood = Caffeine.newBuilder()
                .maximumSize(keysMax)
                .expireAfterWrite(STALE_MAX)
                .build();
    }

    /** The snapshot of {@code key}; fails as its load fails when there is no recent one. */
    public Future<V> of(K key) {
        Future<V> found = current.getIfPresent(key);
        if (found == null) {
            found = begin(key);
        }
        return CallerContext.of(found);
    }

    private Future<V> begin(K key) {
        Promise<V> promise = Promise.promise();
        Future<V> raced = current.asMap().putIfAbsent(key, promise.future());
        if (raced != null) {
            return raced;
        }
        load.apply(key).onComplete(done -> {
            if (done.succeeded()) {
                lastGood.put(key, done.result());
                promise.complete(done.result());
                return;
            }
            current.asMap().remove(key, promise.future());
            Optional.ofNullable(lastGood.getIfPresent(key))
                    .ifPresentOrElse(promise::complete, () -> promise.fail(done.cause()));
        });
        return promise.future();
    }

    /** The next caller loads {@code key} anew. */
    public void drop(K key) {
        current.invalidate(key);
    }

    /** Every key is loaded anew. */
    public void dropAll() {
        current.invalidateAll();
    }
}
