package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The makers' own clients, straight at the sandbox: nothing it says may be understood by the gateway only. */
final class SandboxSdkTest {

    private static final String QUESTION = "How many lines does the Underground have?";

    private SandboxHttp http;
    private AnthropicClient anthropic;
    private OpenAIClient openai;

    @BeforeEach
    void start() throws Exception {
        http = new SandboxHttp(Map.of());
        String origin = http.sandbox.origin().toString();
        anthropic = AnthropicOkHttpClient.builder()
                .apiKey("none")
                .baseUrl(origin)
                .maxRetries(0)
                .build();
        openai = OpenAIOkHttpClient.builder()
                .apiKey("none")
                .baseUrl(origin + "/v1")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        anthropic.close();
        openai.close();
        http.close();
    }

    private static MessageCreateParams.Builder question(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(2_000).addUserMessage(QUESTION);
    }

    private Message streamed(MessageCreateParams request) {
        MessageAccumulator all = MessageAccumulator.create();
        try (var stream = anthropic.messages().createStreaming(request)) {
            stream.stream().map(RawMessageStreamEvent::validate).forEach(all::accumulate);
        }
        return all.message();
    }

    @Test
    void anthropicsClientThinksCallsAndGoesOn() {
        // Given
        MessageCreateParams.Builder request = question("claude-sonnet-4-5")
                .enabledThinking(1_024)
                .addTool(Tool.builder()
                        .name("lines")
                        .inputSchema(Tool.InputSchema.builder().build())
                        .build());

        // When
        Message plain = anthropic.messages().create(request.build()).validate();
        Message streamed = streamed(request.build());
        Message next = anthropic
                .messages()
                .create(request.addMessage(plain)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(plain.content()
                                                .get(1)
                                                .asToolUse()
                                                .id())
                                        .content("eleven")
                                        .build())))
                        .build());

        // Then
        assertThat(plain.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(streamed.content().get(0).asThinking())
                .isEqualTo(plain.content().get(0).asThinking());
        assertThat(streamed.content().get(1).asToolUse().id())
                .isEqualTo(plain.content().get(1).asToolUse().id());
        assertThat(next.content().get(1).asText().text()).contains("eleven");
    }

    @Test
    void anthropicsClientCountsAndFails() {
        assertThat(anthropic
                        .messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("claude-sonnet-4-5")
                                .addUserMessage(QUESTION)
                                .build())
                        .inputTokens())
                .isEqualTo(18);
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> anthropic
                        .messages()
                        .create(question("sandbox/error-429").build()));
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> anthropic
                        .messages()
                        .create(question("sandbox/error-context-length").build()))
                .withMessageContaining("prompt is too long");
    }

    @Test
    void openAisClientReadsResponses() {
        // Given
        ResponseCreateParams request = ResponseCreateParams.builder()
                .model("gpt-5")
                .input(QUESTION)
                .reasoning(Reasoning.builder()
                        .effort(ReasoningEffort.LOW)
                        .summary(Reasoning.Summary.AUTO)
                        .build())
                .build();

        // When
        Response plain = openai.responses().create(request).validate();
        ResponseAccumulator all = ResponseAccumulator.create();
        try (var stream = openai.responses().createStreaming(request)) {
            stream.stream().map(ResponseStreamEvent::validate).forEach(all::accumulate);
        }

        // Then
        assertThat(all.response().output()).isEqualTo(plain.output());
        assertThat(plain.output().get(0).asReasoning().summary()).hasSize(1);
        assertThat(plain.output()
                        .get(1)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .startsWith("[gpt-5] This answer is made up.");
        assertThat(plain.usage().orElseThrow().outputTokensDetails().reasoningTokens())
                .isPositive();
    }

    @Test
    void openAisClientEmbedsAndModerates() {
        // When
        CreateEmbeddingResponse embeddings = openai.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .inputOfArrayOfStrings(List.of("a", "b"))
                        .dimensions(16)
                        .build())
                .validate();
        ModerationCreateResponse moderation = openai.moderations()
                .create(ModerationCreateParams.builder().input("I kill you").build())
                .validate();

        // Then
        assertThat(embeddings.data().get(1).embedding()).hasSize(16);
        assertThat(moderation.results().get(0).flagged()).isTrue();
        assertThat(moderation.results().get(0).categories().violence()).isTrue();
    }
}
