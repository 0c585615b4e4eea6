package io.signalbox.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * What the sandbox signs its thoughts with. It must come back with the same words: so a test sees when somebody on the way changed either. No
 * secret is in it.
 */
final class Seal {

    private static final String PREFIX = "sandbox-seal:";

    private Seal() {}

    /** Base64 of more characters than any field is likely to be cut to. */
    static String of(String words) {
        CRC32 crc = new CRC32();
        crc.update(words.getBytes(StandardCharsets.UTF_8));
        String seal = PREFIX + Long.toHexString(crc.getValue()) + "+/".repeat(20);
        return Base64.getEncoder().encodeToString(seal.getBytes(StandardCharsets.UTF_8));
    }

    static boolean fits(String words, Object seal) {
        return of(words).equals(seal);
    }
}
