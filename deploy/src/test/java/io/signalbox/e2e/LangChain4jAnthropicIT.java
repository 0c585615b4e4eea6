package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** LangChain4j's Anthropic models, pointed at the gateway. */
@ExtendWith(EveryProvider.class)
final class LangChain4jAnthropicIT {

    private static final String QUESTION = "How many lines does the London Underground have?";

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    private final GatewayProcess gateway;

    LangChain4jAnthropicIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void answersAQuestion(String model) {
        // When
        ChatResponse answer = model(model).chat(SystemMessage.from("Be brief."), UserMessage.from(QUESTION));

        // Then
        assertThat(answer.modelName()).isEqualTo(model);
        assertThat(answer.aiMessage().text()).isNotBlank();
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().totalTokenCount()).isPositive();
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void streamsTheSameAnswer(String model) {
        // Given
        String plain = model(model).chat(QUESTION);

        // When
        Streamed streamed = stream(ChatRequest.builder()
                .messages(UserMessage.from(QUESTION))
                .modelName(model)
                .build());

        // Then
        assertThat(streamed.whole().aiMessage().text()).isEqualTo(plain);
        assertThat(streamed.text().toString()).isEqualTo(plain);
        assertThat(streamed.whole().tokenUsage().outputTokenCount()).isPositive();
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void callsAToolAndReadsItsResult(String model) {
        // Given
        UserMessage question = UserMessage.from("What is the weather in Zürich?");

        // When
        AiMessage call = model(model)
                .chat(ChatRequest.builder()
                        .messages(question)
                        .toolSpecifications(WEATHER)
                        .build())
                .aiMessage();

        // Then
        ToolExecutionRequest request = call.toolExecutionRequests().get(0);
        assertThat(request.name()).isEqualTo("get_weather");
        assertThat(Json.read(request.arguments()).required("city").isTextual()).isTrue();
        ChatResponse answer =
                model(model).chat(question, call, ToolExecutionResultMessage.from(request, "{\"celsius\":21}"));
        assertThat(answer.aiMessage().text()).isNotBlank();
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void streamsAToolCall(String model) {
        // When
        Streamed streamed = stream(ChatRequest.builder()
                .messages(UserMessage.from("What is the weather in Zürich?"))
                .modelName(model)
                .toolSpecifications(WEATHER)
                .build());

        // Then
        ToolExecutionRequest request =
                streamed.whole().aiMessage().toolExecutionRequests().get(0);
        assertThat(Json.read(request.arguments()).required("city").isTextual()).isTrue();
    }

    @Test
    void throwsWhatItsUsersCatch() {
        AnthropicChatModel stranger = AnthropicChatModel.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey("sb_live_nobody")
                .modelName("gpt-5-mini")
                .build();
        assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> stranger.chat(QUESTION));
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> model("gpt-5-min").chat(QUESTION));
    }

    private AnthropicChatModel model(String name) {
        return AnthropicChatModel.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(gateway.firstRun().apiKey())
                .modelName(name)
                .build();
    }

    private Streamed stream(ChatRequest request) {
        Streamed streamed = new Streamed(new StringBuffer(), new CompletableFuture<>());
        AnthropicStreamingChatModel.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(gateway.firstRun().apiKey())
                .build()
                .chat(request, streamed);
        return streamed;
    }

    /** A stream as it arrives. */
    private record Streamed(StringBuffer text, CompletableFuture<ChatResponse> outcome)
            implements StreamingChatResponseHandler {

        ChatResponse whole() {
            return outcome.orTimeout(30, TimeUnit.SECONDS).join();
        }

        @Override
        public void onPartialResponse(String piece) {
            text.append(piece);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            outcome.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            outcome.completeExceptionally(error);
        }
    }
}
