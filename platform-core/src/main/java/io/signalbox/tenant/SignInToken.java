package io.signalbox.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret in a one-time sign-in link: 256 random bits, stored only as its SHA-256. Prints as a mask. */
public final class SignInToken {

    private static final int RANDOM_BYTES = 32;
    private static final int TEXT_LENGTH_MAX = 64;

    private final String text;

    private SignInToken(String text) {
        this.text = text;
    }

    public static SignInToken generate(SecureRandom random) {
        byte[] entropy = new byte[RANDOM_BYTES];
        random.nextBytes(entropy);
        return new SignInToken(Base64.getUrlEncoder().withoutPadding().encodeToString(entropy));
    }

    /** Takes what a visitor presents; a wrong one simply has a digest nobody stored. */
    public static SignInToken of(String presented) {
        return new SignInToken(
                presented.length() <= TEXT_LENGTH_MAX ? presented : presented.substring(0, TEXT_LENGTH_MAX));
    }

    /** The text for the link, to be shown once. */
    public String reveal() {
        return text;
    }

    /** What is stored and looked up: 32 bytes. */
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "[sign-in token]";
    }
}
