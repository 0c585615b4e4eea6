package io.signalbox.dialect.bedrock;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests without a query the way AWS wants it (Signature Version 4,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). The path is signed as it is sent, which means encoded
 * once more: AWS does so with what arrives.
 */
record AwsSigner(String region, String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DATE_CHARS = 8;
    private static final String UNRESERVED = "-_.~";

    /** Adds date, session token and authorization to {@code headers}, all of which are signed: {@code host} must be among them. */
    void sign(String method, String path, MultiMap headers, byte[] body, AwsKey key, Instant at) {
        String time = TIME.format(at);
        headers.set("x-amz-date", time);
        key.sessionToken().ifPresent(token -> headers.set("x-amz-security-token", token.value()));
        Map<String, String> signed = canonical(headers);
        String names = String.join(";", signed.keySet());
        StringBuilder request = new StringBuilder(method)
                .append('\n')
                .append(encoded(path, "/"))
                .append("\n\n");
        signed.forEach(
                (name, value) -> request.append(name).append(':').append(value).append('\n'));
        request.append('\n').append(names).append('\n').append(hash(body));
        String scope = time.substring(0, DATE_CHARS) + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(bytes(request.toString()));
        String signature =
                HexFormat.of().formatHex(hmac(signingKey(key, time.substring(0, DATE_CHARS)), bytes(toSign)));
        headers.set(
                "authorization",
                ALGORITHM + " Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature);
    }

    private static Map<String, String> canonical(MultiMap headers) {
        Map<String, String> canonical = new TreeMap<>();
        for (Map.Entry<String, String> each : headers) {
            canonical.put(
                    each.getKey().toLowerCase(Locale.ROOT),
                    each.getValue().trim().replaceAll(" +", " "));
        }
        return canonical;
    }

    private byte[] signingKey(AwsKey key, String date) {
        byte[] ofDate = hmac(bytes("AWS4" + key.secret().value()), bytes(date));
        return hmac(hmac(hmac(ofDate, bytes(region)), bytes(service)), bytes("aws4_request"));
    }

    /** Percent-encodes every UTF-8 byte that is neither unreserved nor in {@code kept}. */
    static String encoded(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte each : bytes(text)) {
            char c = (char) (each & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    /** SHA-256 in lower-case hexadecimal. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
