package io.signalbox.web.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds sign-in attempts: so many a minute from one address, and so many from everywhere. The links hold 256 random bits; this spares the database. */
final class SignInThrottle {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_ADDRESS = 20;
    private static final int FROM_EVERYWHERE = 600;
    private static final long ADDRESSES_MAX = 10_000;
    private static final String EVERYWHERE = "*";

    private final Cache<String, AtomicInteger> attempts;

    SignInThrottle(Ticker ticker) {
        this.attempts = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(WINDOW)
                .maximumSize(ADDRESSES_MAX)
                .build();
    }

    /** Counts an attempt and tells whether it may go on. */
    boolean admits(String address) {
        return count(address) <= PER_ADDRESS && count(EVERYWHERE) <= FROM_EVERYWHERE;
    }

    private int count(String bucket) {
        return attempts.get(bucket, absent -> new AtomicInteger()).incrementAndGet();
    }
}
