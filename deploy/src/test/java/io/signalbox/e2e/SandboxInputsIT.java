package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.SharedGateway;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Embeddings and moderations where no provider was ever given: the sandbox stands in for every model of their kind. */
@ExtendWith(SharedGateway.class)
final class SandboxInputsIT {

    private final GatewayProcess gateway;

    SandboxInputsIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @Test
    void standsInForModelsOfEveryKind() {
        // Given
        OpenAIClient openai = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(gateway.firstRun().apiKey())
                .maxRetries(0)
                .build();

        // Then
        for (String model : List.of("sandbox/embed", "text-embedding-3-small", "gemini-embedding-001")) {
            CreateEmbeddingResponse answer = openai.embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model(model)
                            .inputOfArrayOfStrings(List.of("one", "two"))
                            .dimensions(16)
                            .build());
            assertThat(answer.model()).isEqualTo("sandbox/embed");
            assertThat(answer.data())
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.embedding()).hasSize(16));
            assertThat(answer.usage().promptTokens()).isPositive();
        }
        assertThat(openai.moderations()
                        .create(ModerationCreateParams.builder().input("hello").build())
                        .results())
                .hasSize(1);
        openai.close();
    }
}
