package io.signalbox.credential;

import io.signalbox.config.Secret;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals provider secrets: AES-256-GCM under a key of each secret's own, which is itself sealed under a key derived from the master key. What
 * is sealed opens only for the same tenant, credential, provider, origin and secret version: a row copied elsewhere stays shut. Safe on any
 * thread.
 */
public final class SecretBox {

    private static final int KEK_VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] kek;
    private final SecureRandom random;

    public SecretBox(MasterKey master, SecureRandom random) {
        this.kek = master.derive("credential-kek/" + KEK_VERSION);
        this.random = random;
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
                encrypted(kek, dek, bound),
                encrypted(dek, secret.value().getBytes(StandardCharsets.UTF_8), bound));
    }

    /** Throws an {@code INTERNAL} fault when this is not what was sealed for this very credential. */
    public Secret open(ProviderCredential credential, Sealed sealed) {
        if (sealed.kekVersion() != KEK_VERSION) {
            throw shut(credential, new GeneralSecurityException("key version " + sealed.kekVersion()));
        }
        byte[] bound = boundTo(credential);
        try {
            byte[] dek = decrypted(kek, sealed.wrappedKey(), bound);
            return new Secret(new String(decrypted(dek, sealed.ciphertext(), bound), StandardCharsets.UTF_8));
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

    /** Every part with its length before it, so that no two credentials read alike. */
    private static byte[] boundTo(ProviderCredential credential) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : new String[] {
            credential.tenant().value(),
            credential.id().value(),
            credential.provider(),
            credential.origin().url(),
            Integer.toString(credential.secretVersion())
        }) {
            byte[] text = part.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
            bytes.writeBytes(text);
        }
        return bytes.toByteArray();
    }

    private byte[] encrypted(byte[] key, byte[] plain, byte[] bound) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] cipherText = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + cipherText.length)
                    .put(nonce)
                    .put(cipherText)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    private static byte[] decrypted(byte[] key, byte[] sealed, byte[] bound) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new GeneralSecurityException("cut short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, key, nonce, bound).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
