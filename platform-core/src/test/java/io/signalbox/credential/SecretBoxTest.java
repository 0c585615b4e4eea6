package io.signalbox.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.config.Secret;
import io.signalbox.credential.SecretBox.Sealed;
import io.signalbox.fault.Fault;
import io.signalbox.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Secret SECRET = new Secret("sk-proj-planted-canary-0123456789");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretBox box = new SecretBox(MasterKey.random(RANDOM), RANDOM);
    private final ProviderCredential credential =
            credential("ten_a", "cred_a", "openai", "https://api.openai.com/v1", 1);
    private final Sealed sealed = box.seal(credential, SECRET);

    private static ProviderCredential credential(
            String tenant, String id, String provider, String origin, int version) {
        return new ProviderCredential(
                new CredentialId(id),
                new TenantId(tenant),
                provider,
                "main",
                Origin.parse(origin),
                false,
                Optional.of("6789"),
                version,
                1,
                "usr_a",
                NOW,
                NOW);
    }

    @Test
    void opensWhatItSealed() {
        assertThat(box.open(credential, sealed)).isEqualTo(SECRET);
        assertThat(box.open(credential.renamed("other", NOW), sealed)).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEveryTime() {
        assertThat(box.seal(credential, SECRET).ciphertext()).isNotEqualTo(sealed.ciphertext());
        assertThat(new String(sealed.ciphertext(), StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }

    @Test
    void staysShutForAnyOtherRow() {
        for (ProviderCredential other : new ProviderCredential[] {
            credential("ten_b", "cred_a", "openai", "https://api.openai.com/v1", 1),
            credential("ten_a", "cred_b", "openai", "https://api.openai.com/v1", 1),
            credential("ten_a", "cred_a", "azure", "https://api.openai.com/v1", 1),
            credential("ten_a", "cred_a", "openai", "https://evil.example/v1", 1),
            credential("ten_a", "cred_a", "openai", "https://api.openai.com:444/v1", 1),
            credential("ten_a", "cred_a", "openai", "https://api.openai.com/other", 1),
            credential("ten_a", "cred_a", "openai", "https://api.openai.com/v1", 2)
        }) {
            assertThatThrownBy(() -> box.open(other, sealed)).as("%s", other).isInstanceOf(Fault.class);
        }
    }

    @Test
    void staysShutWhenOneBitIsFlipped() {
        for (int at = 0; at < sealed.ciphertext().length; at++) {
            Sealed flipped = new Sealed(1, sealed.wrappedKey(), flipped(sealed.ciphertext(), at));
            assertThatThrownBy(() -> box.open(credential, flipped)).isInstanceOf(Fault.class);
        }
        for (int at = 0; at < sealed.wrappedKey().length; at++) {
            Sealed flipped = new Sealed(1, flipped(sealed.wrappedKey(), at), sealed.ciphertext());
            assertThatThrownBy(() -> box.open(credential, flipped)).isInstanceOf(Fault.class);
        }
    }

    @Test
    void staysShutWhenPartsAreSwappedCutOrOfAnotherKey() {
        Sealed other = box.seal(credential, new Secret("sk-another-secret-0000000000000"));

        assertThatThrownBy(() -> box.open(credential, new Sealed(1, other.wrappedKey(), sealed.ciphertext())))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> box.open(credential, new Sealed(1, new byte[3], sealed.ciphertext())))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> box.open(credential, new Sealed(2, sealed.wrappedKey(), sealed.ciphertext())))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> new SecretBox(MasterKey.random(RANDOM), RANDOM).open(credential, sealed))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault + " " + fault.detail()).doesNotContain("canary"));
    }

    @Test
    void losesItsSecretWhenItsOriginChanges() {
        ProviderCredential moved = credential.movedTo(Origin.parse("https://evil.example/v1"), NOW);

        assertThat(moved.isUsable()).isFalse();
        assertThat(credential.movedTo(credential.origin(), NOW).isUsable()).isTrue();
        assertThat(moved.holding(SECRET, NOW).lastFour()).contains("6789");
        assertThat(moved.holding(new Secret("short"), NOW).lastFour()).contains("****");
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }
}
