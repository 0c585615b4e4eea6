package io.signalbox.credential;

import io.signalbox.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 32 bytes every other key of an installation is derived from: the pepper of virtual keys, the key that seals credentials, the key that
 * signs sessions. Whoever loses it loses the credentials. Pure: where it is kept is the launcher's business. Prints as a mask.
 */
public final class MasterKey {

    private static final int BYTES = 32;
    private static final int SALT_BYTES_MIN = 16;
    /** A database password may be weak, and this is done once in an installation's life. */
    private static final int PASSWORD_ROUNDS = 600_000;

    private static final String HMAC = "HmacSHA256";

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    public static MasterKey random(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new MasterKey(key);
    }

    /** Reads 32 bytes in standard base64, surrounding whitespace ignored; fails with a sentence that does not show the value. */
    public static MasterKey ofBase64(Secret text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.value().strip());
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("the master key is not base64", malformed);
        }
        if (key.length != BYTES) {
            throw new IllegalArgumentException("the master key has " + key.length + " bytes: must be 32 in base64");
        }
        return new MasterKey(key);
    }

    /** The same password and salt give the same key, everywhere. Takes a quarter of a second: blocking. */
    public static MasterKey derivedFrom(Secret password, byte[] salt) {
        if (salt.length < SALT_BYTES_MIN) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes is too short: at least 16");
        }
        PBEKeySpec spec = new PBEKeySpec(password.value().toCharArray(), salt, PASSWORD_ROUNDS, BYTES * Byte.SIZE);
        try {
            return new MasterKey(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    /** For the key file. */
    public Secret base64() {
        return new Secret(Base64.getEncoder().encodeToString(key));
    }

    /** 32 bytes for one purpose (HKDF-SHA-256, RFC 5869): different purposes tell nothing of each other or of the master key. */
    public byte[] derive(String purpose) {
        byte[] extracted = hmac(new byte[BYTES], key);
        byte[] label = ("signalbox/" + purpose).getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[label.length + 1];
        System.arraycopy(label, 0, block, 0, label.length);
        block[label.length] = 1;
        return hmac(extracted, block);
    }

    /** What an installation keeps in its database to recognise its master key by; tells nothing of the key. */
    public byte[] canary() {
        return derive("canary");
    }

    /** Whether this is the key that {@code canary} was made with. */
    public boolean proves(byte[] canary) {
        return MessageDigest.isEqual(canary(), canary);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "[master key]";
    }
}
