package io.signalbox.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MasterKeyTest {

    private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MasterKey master = MasterKey.random(new SecureRandom());

    @Test
    void survivesTheKeyFile() {
        MasterKey read = MasterKey.ofBase64(new Secret(master.base64().value() + "\n"));

        assertThat(read.derive("anything")).isEqualTo(master.derive("anything"));
        assertThat(read.proves(master.canary())).isTrue();
    }

    @Test
    void derivesUnrelatedKeysForUnrelatedPurposes() {
        assertThat(master.derive("a")).hasSize(32).isNotEqualTo(master.derive("b"));
        assertThat(master.derive("a"))
                .isNotEqualTo(MasterKey.random(new SecureRandom()).derive("a"));
    }

    /** HKDF-SHA-256 with a zero salt and info "signalbox/test", as any other implementation computes it. */
    @Test
    void derivesAsRfc5869Says() {
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 1);
        MasterKey known = MasterKey.ofBase64(new Secret(Base64.getEncoder().encodeToString(ones)));

        assertThat(HexFormat.of().formatHex(known.derive("test")))
                .isEqualTo("f7995cf780a253934fcc47180c7a1f026f0c566857bc818b45d7c539fc568a30");
    }

    @Test
    void comesOutOfAPasswordTheSameEverywhere() {
        MasterKey first = MasterKey.derivedFrom(new Secret("pass word"), SALT);

        assertThat(first.proves(
                        MasterKey.derivedFrom(new Secret("pass word"), SALT).canary()))
                .isTrue();
        assertThat(first.proves(
                        MasterKey.derivedFrom(new Secret("pass Word"), SALT).canary()))
                .isFalse();
    }

    @Test
    void refusesAnotherKeysCanary() {
        assertThat(MasterKey.random(new SecureRandom()).proves(master.canary())).isFalse();
        assertThat(master.proves(new byte[0])).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAKeyWithoutShowingIt() {
        assertThatThrownBy(() -> MasterKey.ofBase64(new Secret("not*base64")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the master key is not base64");
        assertThatThrownBy(() -> MasterKey.ofBase64(new Secret("c2hvcnQ=")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the master key has 5 bytes: must be 32 in base64");
        assertThat(master.toString()).isEqualTo("[master key]");
    }
}
