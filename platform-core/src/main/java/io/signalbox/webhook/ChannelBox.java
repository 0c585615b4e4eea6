package io.signalbox.webhook;

import io.signalbox.credential.AesGcm;
import io.signalbox.credential.MasterKey;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** Seals targets and signing secrets under a key of each tenant's own; what is sealed opens only for the same tenant and channel. Safe on any thread. */
public final class ChannelBox {

    private static final String KEY_PURPOSE = "channel/1/";

    private final MasterKey master;
    private final SecureRandom random;
    private final AesGcm cipher;

    public ChannelBox(MasterKey master, SecureRandom random) {
        this.master = master;
        this.random = random;
        this.cipher = new AesGcm(random);
    }

    WebhookSecret freshSecret() {
        return WebhookSecret.generate(random);
    }

    byte[] seal(TenantId tenant, ChannelId id, ChannelTarget target) {
        return cipher.seal(key(tenant), target.written().getBytes(StandardCharsets.UTF_8), bound(tenant, id));
    }

    /** Fails with {@code INTERNAL} when it does not open. */
    ChannelTarget open(TenantId tenant, ChannelId id, byte[] sealed) {
        try {
            byte[] plain = cipher.open(key(tenant), sealed, bound(tenant, id));
            return ChannelTarget.read(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException tampered) {
            throw Fault.with(FaultCode.INTERNAL, "A webhook cannot be opened.")
                    .detail("channel " + id + " does not open: changed row or other master key")
                    .cause(tampered)
                    .build();
        }
    }

    private byte[] key(TenantId tenant) {
        return master.derive(KEY_PURPOSE + tenant.value());
    }

    private static byte[] bound(TenantId tenant, ChannelId id) {
        return AesGcm.bound(tenant.value(), id.value());
    }
}
