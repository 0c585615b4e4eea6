package io.signalbox.key;

import io.signalbox.credential.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a secret into the digest it is stored by: HMAC-SHA-256 under a pepper that never is in the database. No slow hash: a secret has 256
 * random bits. Safe on any thread.
 */
public final class KeyHasher {

    private static final String HMAC = "HmacSHA256";
    private static final int PEPPER_VERSION = 1;

    private final Mac peppered;

    public KeyHasher(MasterKey master) {
        try {
            peppered = Mac.getInstance(HMAC);
            peppered.init(new SecretKeySpec(master.derive("key-pepper/" + PEPPER_VERSION), HMAC));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    /** Which pepper {@link #digest} uses; stored beside each digest, for the day the pepper is rotated. */
    public int pepperVersion() {
        return PEPPER_VERSION;
    }

    public KeyDigest digest(KeySecret secret) {
        try {
            Mac mac = (Mac) peppered.clone();
            return KeyDigest.of(mac.doFinal(secret.reveal().getBytes(StandardCharsets.US_ASCII)));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's HmacSHA256 can be cloned", impossible);
        }
    }
}
