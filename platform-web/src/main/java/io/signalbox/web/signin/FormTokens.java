package io.signalbox.web.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hidden field of every form: an HMAC over the session's id, the same for the whole session so that several tabs work. */
final class FormTokens {

    /** The field's name. */
    static final String FIELD = "_form";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    FormTokens(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String tokenOf(String sessionId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(sessionId.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java", e);
        }
    }

    /** Compares in constant time. */
    boolean matches(String sessionId, String presented) {
        return MessageDigest.isEqual(
                tokenOf(sessionId).getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }
}
