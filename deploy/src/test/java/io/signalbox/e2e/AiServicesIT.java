package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayProcess;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** LangChain4j's AI services over its OpenAI and its Anthropic module, at a model of each provider. */
@ExtendWith(EveryProvider.class)
final class AiServicesIT {

    private static final String QUESTION = "How is the weather in Köln?";
    private static final int THINKING_TOKENS = 1_024;
    private static final int OUTPUT_TOKENS = 2_048;

    private final GatewayProcess gateway;

    AiServicesIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** LangChain4j's module, named for the shape it speaks. */
    enum Module {
        OPENAI,
        ANTHROPIC
    }

    record Weather(
            @JsonProperty(required = true) String sky,
            @JsonProperty(required = true) double degrees) {}

    /** What the library implements. */
    interface Reporter {

        String answer(String question);

        TokenStream stream(String question);

        @UserMessage("Read the weather out of: {{it}}")
        Weather read(String text);
    }

    /** The tool, which remembers what it was asked for. */
    static final class Station {

        private final List<String> cities = new CopyOnWriteArrayList<>();

        @Tool("The weather of a city.")
        String weather(String city) {
            cities.add(city);
            return "Rain.";
        }
    }

    static Stream<Arguments> modulesAndModels() {
        return Stream.of(Module.values())
                .flatMap(module -> EveryProvider.MODELS.stream().map(model -> Arguments.of(module, model)));
    }

    @ParameterizedTest
    @MethodSource("modulesAndModels")
    void runsATool(Module module, String model) {
        // Given
        Station station = new Station();
        Reporter reporter = AiServices.builder(Reporter.class)
                .chatModel(plain(module, model))
                .tools(station)
                .build();

        // When
        String answer = reporter.answer(QUESTION);

        // Then
        assertThat(answer).contains("made up");
        assertThat(station.cities).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("modulesAndModels")
    void runsAToolInAStream(Module module, String model) {
        // Given
        Station station = new Station();
        StringBuffer text = new StringBuffer();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        Reporter reporter = AiServices.builder(Reporter.class)
                .streamingChatModel(streaming(module, model))
                .tools(station)
                .build();

        // When
        reporter.stream(QUESTION)
                .onPartialResponse(text::append)
                .onCompleteResponse(whole::complete)
                .onError(whole::completeExceptionally)
                .start();

        // Then
        ChatResponse answer = whole.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(answer.aiMessage().text()).contains("made up").isEqualTo(text.toString());
        assertThat(answer.modelName()).isEqualTo(model);
        assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
        assertThat(station.cities).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("modulesAndModels")
    void readsAnAnswerIntoARecord(Module module, String model) {
        // Given
        Reporter reporter = AiServices.create(Reporter.class, plain(module, model));

        // Then
        assertThat(reporter.read("It rains.").sky()).isNotNull();
    }

    private ChatModel plain(Module module, String model) {
        if (module == Module.OPENAI) {
            return OpenAiChatModel.builder()
                    .baseUrl(gateway.firstRun().baseUrl())
                    .apiKey(gateway.firstRun().apiKey())
                    .modelName(model)
                    .maxRetries(0)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .strictJsonSchema(true)
                    .strictTools(true)
                    .build();
        }
        return AnthropicChatModel.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(gateway.firstRun().apiKey())
                .modelName(model)
                .maxRetries(0)
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .cacheSystemMessages(true)
                .cacheTools(true)
                .thinkingType("enabled")
                .thinkingBudgetTokens(THINKING_TOKENS)
                .maxTokens(OUTPUT_TOKENS)
                .returnThinking(true)
                .sendThinking(true)
                .build();
    }

    private StreamingChatModel streaming(Module module, String model) {
        if (module == Module.OPENAI) {
            return OpenAiStreamingChatModel.builder()
                    .baseUrl(gateway.firstRun().baseUrl())
                    .apiKey(gateway.firstRun().apiKey())
                    .modelName(model)
                    .strictTools(true)
                    .build();
        }
        return AnthropicStreamingChatModel.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(gateway.firstRun().apiKey())
                .modelName(model)
                .thinkingType("enabled")
                .thinkingBudgetTokens(THINKING_TOKENS)
                .maxTokens(OUTPUT_TOKENS)
                .returnThinking(true)
                .sendThinking(true)
                .build();
    }
}
