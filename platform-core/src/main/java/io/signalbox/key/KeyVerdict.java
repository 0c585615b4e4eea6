package io.signalbox.key;

import java.time.Instant;
import java.util.function.Function;

/** What verification found; only the HTTP edge turns it into an error. */
public sealed interface KeyVerdict {

    record Valid(Caller caller) implements KeyVerdict {}

    /** Malformed, bad checksum, or not ours: indistinguishable to the caller. */
    record Unknown() implements KeyVerdict {}

    record Revoked(Instant since) implements KeyVerdict {}

    record Expired(Instant since) implements KeyVerdict {}

    default <T> T fold(
            Function<Valid, T> valid,
            Function<Unknown, T> unknown,
            Function<Revoked, T> revoked,
            Function<Expired, T> expired) {
        if (this instanceof Valid it) {
            return valid.apply(it);
        }
        if (this instanceof Revoked it) {
            return revoked.apply(it);
        }
        if (this instanceof Expired it) {
            return expired.apply(it);
        }
        return unknown.apply((Unknown) this);
    }
}
