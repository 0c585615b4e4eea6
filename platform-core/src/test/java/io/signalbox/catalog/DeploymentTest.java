package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.credential.Origin;
import io.signalbox.testing.Calls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentTest {

    private static Deployment at(String provider, String upstreamModel) {
        return Calls.deployment(
                Calls.provider(provider), Calls.ALL, upstreamModel, Origin.parse("http://127.0.0.1:1/v1"));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5-pro,true",
        "gpt-5-pro-2025-10-06,true",
        "o3-pro,true",
        "gpt-5.1-codex-mini,true",
        "codex-mini-latest,true",
        "o4-mini-deep-research,true",
        "gpt-5,false",
        "gpt-4o-mini,false",
        "my-prodigy,false"
    })
    void knowsWhichOfOpenAisModelsOnlyTheResponsesApiReaches(String model, boolean only) {
        // Given
        Deployment deployment = at("openai", model);

        // Then
        assertThat(deployment.isResponsesOnly()).isEqualTo(only);
        assertThat(deployment.isNative(Wire.CHAT)).isEqualTo(!only);
        assertThat(deployment.isNative(Wire.RESPONSES)).isTrue();
    }

    @Test
    void knowsNoSuchModelsOfOtherProviders() {
        assertThat(at("groq", "x-codex").isResponsesOnly()).isFalse();
        assertThat(at("groq", "x-codex").isNative(Wire.CHAT)).isTrue();
        assertThat(at("groq", "x-codex").isNative(Wire.RESPONSES)).isFalse();
    }
}
