package io.signalbox.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.credential.MasterKey;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretTest {

    private static final Pattern PUBLISHED = Pattern.compile("sb_(live|test|admin)_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}");
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(KeyMode.class)
    void readsBackWhatItGenerates(KeyMode mode) {
        KeySecret secret = KeySecret.generate(mode, RANDOM);

        assertThat(secret.reveal()).matches(PUBLISHED);
        assertThat(KeySecret.parse(secret.reveal()))
                .hasValueSatisfying(read -> assertThat(read.mode()).isEqualTo(mode))
                .hasValueSatisfying(read -> assertThat(read.reveal()).isEqualTo(secret.reveal()));
    }

    @Test
    void forgivesPastedWhitespaceAroundASecret() {
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);

        assertThat(KeySecret.parse("  " + secret.reveal() + "\r\n")).isPresent();
    }

    @Test
    void noticesEverySingleChangedCharacter() {
        String good = KeySecret.generate(KeyMode.TEST, RANDOM).reveal();

        for (int at = 0; at < good.length(); at++) {
            char other = good.charAt(at) == 'Q' ? 'R' : 'Q';
            assertThat(KeySecret.parse(good.substring(0, at) + other + good.substring(at + 1)))
                    .as("changed at %d", at)
                    .isEmpty();
        }
    }

    @Test
    void noticesTwoNeighboursSwapped() {
        String good = KeySecret.generate(KeyMode.LIVE, RANDOM).reveal();

        for (int at = 0; at + 1 < good.length(); at++) {
            if (good.charAt(at) != good.charAt(at + 1)) {
                String swapped = good.substring(0, at) + good.charAt(at + 1) + good.charAt(at) + good.substring(at + 2);
                assertThat(KeySecret.parse(swapped)).as("swapped at %d", at).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sb_live_",
                "sk-proj-abc",
                "sb_live_12345678_",
                "' OR 1=1 --",
                "sb_live_' OR '1'='1_0000000000000000000000000000000000000000000000000",
                "sb_live_1234567é_0000000000000000000000000000000000000000000000000",
                "SB_LIVE_12345678_0000000000000000000000000000000000000000000000000"
            })
    void refusesWhatNeverWasASecret(String presented) {
        assertThat(KeySecret.parse(presented)).isEmpty();
    }

    @Test
    void refusesAMegabyteWithoutLookingAtIt() {
        assertThat(KeySecret.parse("sb_live_".repeat(131_072))).isEmpty();
    }

    @Test
    void masksItselfWhereverItIsPrinted() {
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);

        assertThat("" + secret)
                .isEqualTo("sb_live_" + secret.hint().substring(0, 4) + "…" + secret.lastFour())
                .doesNotContain(secret.reveal().substring(17));
    }

    @Test
    void neverRepeats() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(
                            KeySecret.generate(KeyMode.LIVE, RANDOM).reveal().substring(17, 60)))
                    .isTrue();
        }
    }

    @Test
    void hashesWithAPepperOfTheMasterKey() {
        // Given
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);
        KeySecret samePrefix = KeySecret.generate(KeyMode.LIVE, RANDOM);
        MasterKey master = MasterKey.random(RANDOM);
        KeyHasher hasher = new KeyHasher(master);

        // When
        KeyDigest digest = hasher.digest(secret);

        // Then
        assertThat(digest).isEqualTo(new KeyHasher(MasterKey.ofBase64(master.base64())).digest(secret));
        assertThat(digest).isNotEqualTo(hasher.digest(samePrefix));
        assertThat(digest).isNotEqualTo(new KeyHasher(MasterKey.random(RANDOM)).digest(secret));
        assertThat(KeyDigest.of(digest.bytes())).isEqualTo(digest);
    }
}
