package io.signalbox.audit;

import io.signalbox.tenant.TenantId;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** An event in its place: number {@code seq} of its tenant, chained by hash to the one before. */
public record AuditEntry(long seq, AuditEvent event, String previousHash, String hash) {

    /** What the first entry of a tenant follows. */
    static final String NOTHING_BEFORE = "0".repeat(64);

    static AuditEntry first(TenantId tenant, AuditEvent event) {
        return of(tenant, 1, event, NOTHING_BEFORE);
    }

    AuditEntry followedBy(TenantId tenant, AuditEvent next) {
        return of(tenant, seq + 1, next, hash);
    }

    private static AuditEntry of(TenantId tenant, long seq, AuditEvent event, String previousHash) {
        return new AuditEntry(seq, event, previousHash, digest(tenant, seq, event, previousHash));
    }

    /** Whether it is what was appended, and follows {@code previous}. */
    boolean isSound(TenantId tenant, String previous) {
        return previousHash.equals(previous) && hash.equals(digest(tenant, seq, event, previousHash));
    }

    /** SHA-256 over every field, each with its length before it, so that nothing can move from one into another. */
    private static String digest(TenantId tenant, long seq, AuditEvent event, String previousHash) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, tenant.value());
            out.writeLong(seq);
            write(out, event.id());
            out.writeLong(event.at().toEpochMilli());
            write(out, event.actor().kind().wireName());
            write(out, event.actor().id());
            write(out, event.action());
            write(out, event.targetKind());
            write(out, event.targetId());
            write(out, event.before());
            write(out, event.after());
            write(out, event.requestId());
            write(out, previousHash);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static void write(DataOutputStream out, Optional<JsonObject> json) throws IOException {
        out.writeBoolean(json.isPresent());
        if (json.isPresent()) {
            write(out, json.get().encode());
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
