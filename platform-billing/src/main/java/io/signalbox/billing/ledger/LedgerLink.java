package io.signalbox.billing.ledger;

import io.signalbox.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A transaction as it is hashed: {@code entries} are its lines in order, each {@code line account amount}. Hashes are in hex. Times count in microseconds,
 * which is what PostgreSQL keeps.
 */
record LedgerLink(
        TenantId tenant,
        String transaction,
        String kind,
        String event,
        Instant occurredAt,
        Instant recordedAt,
        String entries) {

    /** What the first transaction of a book follows. */
    static final String NOTHING_BEFORE = "0".repeat(64);

    private static final int MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /** SHA-256 over every field, each text with its length before it, so that nothing can move from one into another. */
    String hash(long seq, String previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, tenant.value());
            out.writeLong(seq);
            write(out, transaction);
            write(out, kind);
            write(out, event);
            out.writeLong(micros(occurredAt));
            out.writeLong(micros(recordedAt));
            write(out, entries);
            write(out, previous);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), MICROS), at.getNano() / NANOS_PER_MICRO);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
