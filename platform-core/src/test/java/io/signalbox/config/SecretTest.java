package io.signalbox.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretTest {

    private record Holder(Optional<Secret> secret) {}

    @Test
    void neverPrintsItsValue() {
        // Given
        Secret secret = new Secret("sk-12345");

        // When
        String printed = secret + " " + new Holder(Optional.of(secret));

        // Then
        assertThat(printed).doesNotContain("12345");
        assertThat(secret.value()).isEqualTo("sk-12345");
    }

    @Test
    void refusesBlankText() {
        assertThatThrownBy(() -> new Secret(" ")).hasMessage("a secret must not be blank");
    }
}
