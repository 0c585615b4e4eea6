package io.signalbox.billing.payment;

import io.signalbox.config.Secret;
import io.signalbox.money.Money;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a gateway's own notices from others, by <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>: HMAC-SHA-256 over id, time and body, not
 * older or newer than five minutes. There is none without a secret of at least 24 bytes: an empty one would let anybody sign.
 */
public final class NoticeVerifier {

    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final int KEY_BYTES_MIN = 24;
    private static final int BODY_BYTES_MAX = 65_536;
    private static final int SIGNATURES_MAX = 10;

    private final String gateway;
    private final SecretKeySpec key;

    /** {@code secret} as gateways show it, {@code whsec_<base64>}; fails when it is not one, with a sentence for the operator. */
    public NoticeVerifier(String gateway, Secret secret) {
        this.gateway = gateway;
        this.key = new SecretKeySpec(decoded(secret), "HmacSHA256");
    }

    /** The headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}, empty when missing, and the body as it came. */
    public record Sent(String id, String timestamp, String signatures, Buffer body) {}

    /** What was paid, if the gateway says so now; empty for anything else. */
    public Optional<PaymentNotice> verify(Sent sent, Instant now) {
        return isFresh(sent.timestamp(), now) && isSigned(sent) ? read(sent) : Optional.empty();
    }

    private static boolean isFresh(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(TOLERANCE) <= 0;
    }

    /** A header may hold several signatures while a secret is rotated. Each is compared in full, so that time tells nothing. */
    private boolean isSigned(Sent sent) {
        if (sent.id().isEmpty() || sent.body().length() > BODY_BYTES_MAX) {
            return false;
        }
        byte[] expected = sign(sent);
        boolean found = false;
        for (String each : sent.signatures().split(" ", SIGNATURES_MAX + 1)) {
            if (each.startsWith(VERSION)) {
                byte[] given = each.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8);
                found |= MessageDigest.isEqual(Base64.getEncoder().encode(expected), given);
            }
        }
        return found;
    }

    private byte[] sign(Sent sent) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((sent.id() + "." + sent.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(sent.body().getBytes());
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", impossible);
        }
    }

    /** {@code {"type":"payment.succeeded","order_id":…,"amount":"12.50","currency":"USD"}}; the webhook's id is the event's. */
    private Optional<PaymentNotice> read(Sent sent) {
        try {
            JsonObject body = sent.body().toJsonObject();
            if (!"payment.succeeded".equals(body.getString("type"))) {
                return Optional.empty();
            }
            return Optional.of(new PaymentNotice(
                    gateway,
                    sent.id(),
                    body.getString("order_id", ""),
                    Money.ofUsd(body.getString("amount", "")),
                    body.getString("currency", "")));
        } catch (DecodeException | ClassCastException | ArithmeticException | NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(Secret secret) {
        String text = secret.value();
        try {
            byte[] bytes =
                    text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : new byte[0];
            if (bytes.length >= KEY_BYTES_MIN) {
                return bytes;
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("a payment webhook's secret must be whsec_ and base64", malformed);
        }
        throw new IllegalArgumentException(
                "a payment webhook's secret must be whsec_ and at least " + KEY_BYTES_MIN + " bytes in base64");
    }
}
