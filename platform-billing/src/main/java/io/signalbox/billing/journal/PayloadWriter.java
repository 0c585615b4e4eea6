package io.signalbox.billing.journal;

import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes a record's payload: a version byte, then fields in a fixed order; whole numbers take as many bytes as they need. Texts are made storable:
 * at most {@value #TEXT_CHARS_MAX} characters, without the NUL that PostgreSQL refuses, so that nothing a caller sent can block the accounts.
 */
public final class PayloadWriter {

    static final int TEXT_CHARS_MAX = 1000;
    private static final int FIRST_BYTES = 512;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    public PayloadWriter(int version) {
        bytes[size++] = (byte) version;
    }

    public PayloadWriter text(String text) {
        String storable = text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text;
        byte[] utf8 = storable.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
        return this;
    }

    public PayloadWriter optionalText(Optional<String> text) {
        flag(text.isPresent());
        text.ifPresent(this::text);
        return this;
    }

    public PayloadWriter texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    /** Any {@code long}; small ones of either sign take one byte. */
    public PayloadWriter number(long value) {
        ensure(10);
        long left = value << 1 ^ value >> 63;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
        return this;
    }

    public PayloadWriter flag(boolean value) {
        ensure(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    public PayloadWriter money(Money money) {
        return number(money.nanos());
    }

    public PayloadWriter optionalMoney(Optional<Money> money) {
        flag(money.isPresent());
        money.ifPresent(this::money);
        return this;
    }

    /** To the microsecond, as PostgreSQL keeps it. */
    public PayloadWriter instant(Instant instant) {
        return number(instant.getEpochSecond()).number(instant.getNano() / 1000);
    }

    public PayloadWriter usage(TokenUsage usage) {
        return number(usage.input())
                .number(usage.cacheRead())
                .number(usage.cacheWrite5m())
                .number(usage.cacheWrite1h())
                .number(usage.output())
                .number(usage.reasoning())
                .number(usage.audioIn())
                .number(usage.audioOut())
                .number(usage.image());
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
