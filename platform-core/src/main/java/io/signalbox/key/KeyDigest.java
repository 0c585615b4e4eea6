package io.signalbox.key;

import java.nio.ByteBuffer;

/** The 32 bytes a secret is stored, found and cached by. Four longs, so that comparing and hashing cost nothing. */
public record KeyDigest(long first, long second, long third, long fourth) {

    private static final int BYTES = 4 * Long.BYTES;

    static KeyDigest of(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + digest.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new KeyDigest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }
}
