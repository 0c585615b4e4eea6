package io.signalbox.billing.journal;

import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link PayloadWriter} wrote, field by field in the same order. */
public final class PayloadReader {

    private final byte[] bytes;
    private int at = 1;

    /** Fails when the payload's version is newer than {@code newestVersion}: an older program must not guess. */
    public PayloadReader(byte[] payload, int newestVersion) {
        if (payload[0] < 1 || payload[0] > newestVersion) {
            throw new IllegalStateException(
                    "journal record of version " + payload[0] + ": this program reads up to " + newestVersion);
        }
        this.bytes = payload;
    }

    /** The first text of a payload without reading the rest. */
    public static String firstText(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload, Byte.MAX_VALUE);
        return reader.text();
    }

    public int version() {
        return bytes[0];
    }

    public String text() {
        int length = (int) number();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public Optional<String> optionalText() {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (long left = number(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    public long number() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value >>> 1 ^ -(value & 1);
    }

    public boolean flag() {
        return bytes[at++] != 0;
    }

    public Money money() {
        return new Money(number());
    }

    public Optional<Money> optionalMoney() {
        return flag() ? Optional.of(money()) : Optional.empty();
    }

    public Instant instant() {
        long seconds = number();
        return Instant.ofEpochSecond(seconds, number() * 1000);
    }

    public TokenUsage usage() {
        return new TokenUsage(number(), number(), number(), number(), number(), number(), number(), number(), number());
    }
}
