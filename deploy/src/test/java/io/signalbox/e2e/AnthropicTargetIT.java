package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.Json;
import io.signalbox.e2e.gateway.OwnSandbox;
import io.signalbox.e2e.gateway.SharedGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an OpenAI client sees when Anthropic answers. */
final class AnthropicTargetIT {

    private static final String CLAUDE = "claude-sonnet-4.5";
    private static final String TOOL = """
            "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object",\
            "properties":{"city":{"type":"string"}},"required":["city"]}}}],"tool_choice":"required\"""";
    private static final String SCHEMA = """
            "response_format":{"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object",\
            "properties":{"name":{"type":"string"}},"required":["name"]}}}""";

    private static OwnSandbox anthropic;
    private static GatewayProcess gateway;
    private static GatewayClient client;

    @BeforeAll
    static void start() {
        anthropic = new OwnSandbox();
        gateway = GatewayProcess.start(
                SharedGateway.freshFolder("anthropic"),
                Map.of(
                        "ANTHROPIC_API_KEY",
                        "sk-ant-test",
                        "ANTHROPIC_BASE_URL",
                        anthropic.baseUrl().toString()));
        client = new GatewayClient(gateway.origin(), gateway.firstRun().apiKey());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        anthropic.close();
    }

    @Test
    void answersWithTextUsageAndCost() {
        // When
        Answer answer = client.chat(Chats.plain(CLAUDE, "Hello", 64));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-provider")).contains("anthropic");
        assertThat(answer.header("x-signalbox-cost-status")).contains("exact");
        assertThat(answer.json().path("model").asText()).isEqualTo(CLAUDE);
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.usage().path("prompt_tokens").asLong()).isPositive();
        assertThat(answer.costUsd()).isPositive();
    }

    @Test
    void streamsTheSameText() {
        // When
        Answer answer = client.chat(Chats.with(Chats.streamedWithUsage(CLAUDE, "Hello"), "\"max_tokens\":64"));

        // Then
        assertThat(answer.isDone()).as(answer.body()).isTrue();
        assertThat(answer.text())
                .isEqualTo(client.chat(Chats.plain(CLAUDE, "Hello", 64)).text());
        assertThat(answer.usage().path("completion_tokens").asLong()).isPositive();
    }

    @Test
    void callsATool() {
        // When
        Answer answer = client.chat(Chats.with(Chats.plain(CLAUDE, "Weather in Rome?", 64), TOOL));

        // Then
        JsonNode choice = answer.json().at("/choices/0");
        assertThat(choice.path("finish_reason").asText()).as(answer.body()).isEqualTo("tool_calls");
        JsonNode call = choice.at("/message/tool_calls/0/function");
        assertThat(call.path("name").asText()).isEqualTo("weather");
        assertThat(Json.read(call.path("arguments").asText()).has("city")).isTrue();
    }

    @Test
    void answersBySchema() {
        // Given
        String body = Chats.with(Chats.plain(CLAUDE, "A city?", 64), SCHEMA);

        // When
        Answer plain = client.chat(body);
        Answer streamed = client.chat(Chats.with(body, "\"stream\":true"));

        // Then
        assertThat(plain.header("x-signalbox-provider")).contains("anthropic");
        assertThat(plain.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(Json.read(plain.text()).has("name")).isTrue();
        assertThat(streamed.text()).isEqualTo(plain.text());
    }

    @Test
    void refusesWhatClaudeCannotDoAndNamesTheParameter() {
        // When
        Answer answer = client.chat(Chats.with(Chats.plain(CLAUDE, "Hello", 64), "\"logprobs\":true"));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("logprobs");
    }
}
