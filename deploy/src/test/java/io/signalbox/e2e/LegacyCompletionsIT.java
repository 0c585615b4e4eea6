package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodePackage;
import io.signalbox.e2e.gateway.SharedGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The legacy endpoint, which chat models answer, by OpenAI's SDKs for Java and for Node. */
@ExtendWith(SharedGateway.class)
final class LegacyCompletionsIT {

    private static final String PROMPT = "How many lines does the London Underground have?";

    private final GatewayProcess gateway;
    private OpenAIClient openai;

    LegacyCompletionsIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void connect() {
        openai = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(gateway.firstRun().apiKey())
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void disconnect() {
        openai.close();
    }

    @Test
    void completesAPromptWholeAndStreamedAlike() {
        // When
        Completion whole = openai.completions().create(prompt().build());
        List<Completion> chunks = new ArrayList<>();
        try (StreamResponse<Completion> stream = openai.completions().createStreaming(prompt().build())) {
            stream.stream().forEach(chunks::add);
        }

        // Then
        assertThat(whole.model()).isEqualTo("sandbox/small");
        assertThat(whole.choices().get(0).text()).isNotBlank();
        assertThat(whole.usage().orElseThrow().completionTokens()).isPositive();
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> chunk.choices().forEach(choice -> text.append(choice.text())));
        assertThat(text.toString()).isEqualTo(whole.choices().get(0).text());
    }

    @Test
    void refusesWhatAChatModelCannotDo() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() ->
                        openai.completions().create(prompt().suffix("the end").build()))
                .withMessageContaining("'suffix'");
    }

    @Test
    void servesTheNpmPackage() {
        NodePackage.install();
        NodePackage.test(
                "completions.test.mjs",
                Map.of(
                        "SIGNALBOX_BASE_URL", gateway.firstRun().baseUrl(),
                        "SIGNALBOX_API_KEY", gateway.firstRun().apiKey()));
    }

    private static CompletionCreateParams.Builder prompt() {
        return CompletionCreateParams.builder()
                .model("sandbox/small")
                .prompt(PROMPT)
                .maxTokens(200);
    }
}
