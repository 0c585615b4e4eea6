package io.signalbox.id;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes identifiers: a prefix, an underscore and a 26-character ULID (48-bit milliseconds, 80 random bits), so ids sort by time.
 * Safe on any thread; never repeats within the odds of 80 random bits a millisecond.
 */
public final class IdSource {

    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_CHARS = 10;
    private static final int RANDOM_CHARS = 16;

    private final InstantSource clock;
    private final SecureRandom random;

    public IdSource(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Returns a new id such as {@code req_01J9Z3…}; {@code prefix} is the kind without the underscore. */
    public String next(String prefix) {
        char[] text = new char[prefix.length() + 1 + TIME_CHARS + RANDOM_CHARS];
        prefix.getChars(0, prefix.length(), text, 0);
        int at = prefix.length();
        text[at++] = '_';
        long millis = clock.millis();
        for (int i = TIME_CHARS - 1; i >= 0; i--) {
            text[at + i] = CROCKFORD[(int) (millis & 31)];
            millis >>>= 5;
        }
        at += TIME_CHARS;
        byte[] entropy = new byte[RANDOM_CHARS];
        random.nextBytes(entropy);
        for (byte each : entropy) {
            text[at++] = CROCKFORD[each & 31];
        }
        return new String(text);
    }
}
