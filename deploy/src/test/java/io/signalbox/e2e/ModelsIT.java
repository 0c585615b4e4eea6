package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.models.ModelInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.RawGateway;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a key may use, as programs and SDKs are told. */
@ExtendWith(RawGateway.Shared.class)
final class ModelsIT {

    private final RawGateway gateway;
    private final GatewayClient client;

    ModelsIT(RawGateway gateway) {
        this.gateway = gateway;
        this.client = gateway.client(gateway.process().firstRun().apiKey());
    }

    @Test
    void tellsWhatAModelDoesWhatItCostsAndWhoServesIt() {
        // When
        JsonNode chat = client.get("/v1/models/gpt-4o-mini").json();
        JsonNode embedding = client.get("/v1/models/text-embedding-3-small").json();

        // Then
        assertThat(chat.required("operation").textValue()).isEqualTo("chat");
        assertThat(chat.required("owned_by").textValue()).isEqualTo("openai");
        assertThat(chat.required("context_length").intValue()).isEqualTo(128_000);
        assertThat(chat.at("/capabilities/tools").booleanValue()).isTrue();
        assertThat(chat.required("input_modalities").toString()).isEqualTo("[\"text\",\"image\",\"file\"]");
        assertThat(chat.at("/pricing/input").textValue()).isEqualTo("0.15");
        assertThat(chat.at("/providers/0/name").textValue()).isEqualTo("openai");
        assertThat(chat.at("/providers/0/pricing/output").textValue()).isEqualTo("0.6");
        assertThat(embedding.required("operation").textValue()).isEqualTo("embedding");
        assertThat(embedding.required("max_output_tokens").intValue()).isZero();
        assertThat(embedding.at("/pricing/input").textValue()).isEqualTo("0.02");
    }

    @Test
    void findsWhateverARequestMayName() {
        assertThat(client.get("/v1/models/openai/gpt-4o-mini")
                        .json()
                        .required("id")
                        .textValue())
                .isEqualTo("openai/gpt-4o-mini");
        assertThat(client.get("/v1/models/openai%2Fgpt-4o-mini")
                        .json()
                        .required("id")
                        .textValue())
                .isEqualTo("openai/gpt-4o-mini");
        assertThat(client.get("/v1/models/smart-select").status()).isEqualTo(200);
        Answer unknown = client.get("/v1/models/anthropic/gpt-4o-mini");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.error().required("param").textValue()).isEqualTo("model");
    }

    @Test
    void tellsAKeyOnlyWhatItMayUse() {
        // Given
        AdminClient admin = new AdminClient(gateway.process());
        GatewayClient api = new GatewayClient(
                gateway.process().origin(), gateway.process().firstRun().adminToken());
        String secret = api.send(
                        "POST",
                        "/api/v1/apps/" + admin.createApp("models") + "/keys",
                        "{\"name\":\"few\",\"allowed_models\":[\"gpt-4o-mini\",\"smart-select\"]}")
                .json()
                .required("secret")
                .textValue();
        GatewayClient few = gateway.client(secret);

        // When
        JsonNode list = few.get("/v1/models").json();

        // Then
        assertThat(list.required("data").findValuesAsText("id")).containsExactly("smart-select", "gpt-4o-mini");
        assertThat(few.get("/v1/models/gpt-4o").status()).isEqualTo(404);
    }

    @Test
    void servesTheSdkOfOpenAi() {
        OpenAIClient openai = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.process().firstRun().baseUrl())
                .apiKey(gateway.process().firstRun().apiKey())
                .build();

        assertThat(openai.models().retrieve("openai/gpt-4o-mini").id()).isEqualTo("openai/gpt-4o-mini");
        openai.close();
    }

    @Test
    void servesTheSdkOfAnthropic() {
        // Given
        AnthropicClient anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(gateway.process().origin().toString())
                .apiKey(gateway.process().firstRun().apiKey())
                .build();

        // When
        List<String> ids = anthropic.models().list().autoPager().stream()
                .map(ModelInfo::id)
                .toList();

        // Then
        assertThat(ids).contains("smart-select", "gpt-4o-mini");
        assertThat(anthropic.models().retrieve("gpt-4o-mini").displayName()).isEqualTo("gpt-4o-mini");
        anthropic.close();
    }
}
