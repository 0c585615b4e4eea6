package io.signalbox.content;

import io.signalbox.credential.AesGcm;
import io.signalbox.credential.MasterKey;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.TenantId;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * Seals stored content under a key of each tenant's own, derived from the master key; what is sealed opens only for the same tenant, app and
 * response. Safe on any thread.
 */
public final class ContentBox {

    private static final String KEY_PURPOSE = "content/1/";

    private final MasterKey master;
    private final AesGcm cipher;

    public ContentBox(MasterKey master, SecureRandom random) {
        this.master = master;
        this.cipher = new AesGcm(random);
    }

    byte[] seal(TenantId tenant, StoredResponse response) {
        byte[] items = response.items().getBytes();
        byte[] answer = response.response().getBytes();
        byte[] plain = ByteBuffer.allocate(Integer.BYTES + items.length + answer.length)
                .putInt(items.length)
                .put(items)
                .put(answer)
                .array();
        return cipher.seal(key(tenant), plain, bound(tenant, response));
    }

    /** {@code row} is the response as stored but for its texts. Fails with {@code INTERNAL} when it does not open. */
    StoredResponse open(TenantId tenant, StoredResponse row, byte[] sealed) {
        byte[] plain;
        try {
            plain = cipher.open(key(tenant), sealed, bound(tenant, row));
        } catch (GeneralSecurityException tampered) {
            throw Fault.with(FaultCode.INTERNAL, "A stored response cannot be opened.")
                    .detail("response " + row.id() + " does not open: changed row or other master key")
                    .cause(tampered)
                    .build();
        }
        Buffer texts = Buffer.buffer(plain);
        int itemsEnd = Integer.BYTES + texts.getInt(0);
        return new StoredResponse(
                row.app(),
                row.id(),
                row.createdAt(),
                texts.slice(Integer.BYTES, itemsEnd),
                texts.slice(itemsEnd, texts.length()));
    }

    private byte[] key(TenantId tenant) {
        return master.derive(KEY_PURPOSE + tenant.value());
    }

    private static byte[] bound(TenantId tenant, StoredResponse row) {
        return AesGcm.bound(tenant.value(), row.app().value(), row.id());
    }
}
