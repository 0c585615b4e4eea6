package io.signalbox.webhook;

import io.signalbox.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What webhooks are signed with: {@code whsec_} and a key in base64, as
 * <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a> has it.
 */
public record WebhookSecret(Secret text) {

    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    static WebhookSecret generate(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new WebhookSecret(new Secret(PREFIX + Base64.getEncoder().encodeToString(key)));
    }

    /** The value of {@code webhook-signature}: one signature for each secret, the present one first. */
    static String signatures(List<WebhookSecret> secrets, String id, Instant at, String payload) {
        String signed = id + "." + at.getEpochSecond() + "." + payload;
        return secrets.stream().map(secret -> "v1," + secret.signature(signed)).collect(Collectors.joining(" "));
    }

    private String signature(String signed) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.value().substring(PREFIX.length())), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
