package io.signalbox.credential;

import io.signalbox.config.Secret;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * Seals provider secrets: AES-256-GCM under a key of each secret's own, which is itself sealed under a key derived from the master key. What
 * is sealed opens only for the same tenant, credential, provider, origin and secret version: a row copied elsewhere stays shut. Safe on any
 * thread.
 */
public final class SecretBox {

    private static final int KEK_VERSION = 1;
    private static final int KEY_BYTES = 32;

    private final byte[] kek;
    private final SecureRandom random;
    private final AesGcm cipher;

    public SecretBox(MasterKey master, SecureRandom random) {
        this.kek = master.derive("credential-kek/" + KEK_VERSION);
        this.random = random;
        this.cipher = new AesGcm(random);
    }

    /** A sealed secret, fit to be stored; the nonce leads each part. */
    public record Sealed(int kekVersion, byte[] wrappedKey, byte[] ciphertext) {}

    /** Seals {@code secret} for {@code credential} as it is now; seal anew when its origin or secret version changes. */
    public Sealed seal(ProviderCredential credential, Secret secret) {
        byte[] dek = new byte[KEY_BYTES];
        random.nextBytes(dek);
        byte[] bound = boundTo(credential);
        return new Sealed(
                KEK_VERSION,
                cipher.seal(kek, dek, bound),
                cipher.seal(dek, secret.value().getBytes(StandardCharsets.UTF_8), bound));
    }

    /** Throws an {@code INTERNAL} fault when this is not what was sealed for this very credential. */
    public Secret open(ProviderCredential credential, Sealed sealed) {
        if (sealed.kekVersion() != KEK_VERSION) {
            throw shut(credential, new GeneralSecurityException("key version " + sealed.kekVersion()));
        }
        byte[] bound = boundTo(credential);
        try {
            byte[] dek = cipher.open(kek, sealed.wrappedKey(), bound);
            return new Secret(new String(cipher.open(dek, sealed.ciphertext(), bound), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException tampered) {
            throw shut(credential, tampered);
        }
    }

    private static Fault shut(ProviderCredential credential, GeneralSecurityException cause) {
        return Fault.with(FaultCode.INTERNAL, "A stored provider credential cannot be opened.")
                .detail("credential " + credential.id() + " does not open: changed row or other master key")
                .cause(cause)
                .build();
    }

    private static byte[] boundTo(ProviderCredential credential) {
        return AesGcm.bound(
                credential.tenant().value(),
                credential.id().value(),
                credential.provider(),
                credential.origin().url(),
                Integer.toString(credential.secretVersion()));
    }
}
