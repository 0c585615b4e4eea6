package io.signalbox.web.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds failed sign-ins: so many a minute from one address. The links hold 256 random bits, so this spares the
 * database rather than the secret; good links do not count, since a whole company may sign in from one address.
 */
final class SignInThrottle {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_ADDRESS = 20;
    private static final long ADDRESSES_MAX = 10_000;

    private final Cache<String, AtomicInteger> failures;

    SignInThrottle(Ticker ticker) {
        this.failures = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(WINDOW)
                .maximumSize(ADDRESSES_MAX)
                .build();
    }

    /** Whether another attempt may be made. */
    boolean admits(String address) {
        return failures(address).get() < PER_ADDRESS;
    }

    /** Counts an attempt that failed. */
    void countFailure(String address) {
        failures(address).incrementAndGet();
    }

    private AtomicInteger failures(String bucket) {
        return failures.get(bucket, absent -> new AtomicInteger());
    }
}
