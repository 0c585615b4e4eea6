package io.signalbox.key;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A key as its owner holds it: {@code sb_live_<8 base62 id>_<43 base62><6 base62 CRC-32 of all before>}. The id is public, the 43 characters
 * are 256 random bits, and the checksum tells a typo without asking anyone. Shown once, stored never; prints as a mask.
 *
 * <p>For secret scanners: {@code sb_(live|test|admin)_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}}.
 */
public final class KeySecret {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int HINT_CHARS = 8;
    private static final int RANDOM_CHARS = 43;
    private static final int CHECK_CHARS = 6;
    private static final int SHOWN_CHARS = 4;
    /** A header full of blanks is not worth looking through. */
    private static final int PRESENTED_CHARS_MAX = 256;

    private final KeyMode mode;
    private final String text;

    private KeySecret(KeyMode mode, String text) {
        this.mode = mode;
        this.text = text;
    }

    public static KeySecret generate(KeyMode mode, SecureRandom random) {
        StringBuilder text = new StringBuilder(mode.prefix());
        appendRandom(text, HINT_CHARS, random);
        text.append('_');
        appendRandom(text, RANDOM_CHARS, random);
        return new KeySecret(mode, text.append(checksum(text)).toString());
    }

    /** Reads what a caller presents, forgiving pasted whitespace around it; empty unless form and checksum are right. */
    public static Optional<KeySecret> parse(String presented) {
        if (presented.length() > PRESENTED_CHARS_MAX) {
            return Optional.empty();
        }
        String text = presented.strip();
        for (KeyMode mode : KeyMode.values()) {
            if (text.startsWith(mode.prefix())) {
                return isWellFormed(text, mode.prefix().length())
                        ? Optional.of(new KeySecret(mode, text))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isWellFormed(String text, int hintStart) {
        int separator = hintStart + HINT_CHARS;
        int checkStart = separator + 1 + RANDOM_CHARS;
        if (text.length() != checkStart + CHECK_CHARS || text.charAt(separator) != '_') {
            return false;
        }
        for (int at = hintStart; at < text.length(); at++) {
            if (at != separator && BASE62.indexOf(text.charAt(at)) < 0) {
                return false;
            }
        }
        return text.startsWith(checksum(text.substring(0, checkStart)), checkStart);
    }

    private static String checksum(CharSequence before) {
        CRC32 crc = new CRC32();
        crc.update(before.toString().getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[CHECK_CHARS];
        long rest = crc.getValue();
        for (int at = CHECK_CHARS - 1; at >= 0; at--) {
            digits[at] = BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return new String(digits);
    }

    private static void appendRandom(StringBuilder text, int chars, SecureRandom random) {
        for (int i = 0; i < chars; i++) {
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
    }

    public KeyMode mode() {
        return mode;
    }

    /** The whole secret, to be shown to its owner once. */
    public String reveal() {
        return text;
    }

    /** The eight public characters after the prefix. */
    public String hint() {
        return text.substring(mode.prefix().length(), mode.prefix().length() + HINT_CHARS);
    }

    /** The last four characters, of the checksum: they tell keys apart and give nothing away. */
    public String lastFour() {
        return text.substring(text.length() - SHOWN_CHARS);
    }

    /** {@code sb_live_3fK9…x7Q2}: for people, pages and logs. */
    public String masked() {
        return masked(mode, hint(), lastFour());
    }

    /** As {@link #masked()}, from what is stored of a secret. */
    public static String masked(KeyMode mode, String hint, String lastFour) {
        return mode.prefix() + hint.substring(0, Math.min(SHOWN_CHARS, hint.length())) + "…" + lastFour;
    }

    @Override
    public String toString() {
        return masked();
    }
}
