package io.signalbox.provider;

import java.time.Duration;

/**
 * How long one attempt may wait, each between 1 ms and 1 hour: {@code connect} for a connection (TLS and the pool's queue included),
 * {@code firstByte} from the request's end to a stream's first output, {@code interToken} between two pieces of a running answer while we
 * read, {@code total} for everything. A whole answer has no first-byte limit: its head comes only when all of it is done.
 */
public record ProviderTimeouts(Duration connect, Duration firstByte, Duration interToken, Duration total) {

    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofHours(1);

    /** What is right for the large providers. */
    public static final ProviderTimeouts STANDARD = new ProviderTimeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(10));

    public ProviderTimeouts {
        check("connect", connect);
        check("first byte", firstByte);
        check("inter-token", interToken);
        check("total", total);
    }

    private static void check(String name, Duration value) {
        if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "the provider's " + name + " timeout is " + value + ": must be 1 ms to 1 hour");
        }
    }
}
