package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.ChatModel;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayProcess;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official OpenAI SDK for Java at a model of each provider; what it does beside that is in {@link OpenAiJavaIT}. */
@ExtendWith(EveryProvider.class)
final class OpenAiJavaProvidersIT {

    private static final String MODELS = "io.signalbox.e2e.gateway.EveryProvider#MODELS";
    private static final String QUESTION = "How is the weather in Köln?";

    private final GatewayProcess gateway;
    private OpenAIClient openai;

    OpenAiJavaProvidersIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** What an answer must be; the SDK makes a strict JSON schema of it. */
    record Weather(String sky, double degrees) {}

    /** A function; the SDK makes a strict tool of it and reads its arguments. */
    record GetWeather(String city) {}

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

    @ParameterizedTest
    @FieldSource(MODELS)
    void streamsTheVeryAnswerItGivesWhole(String model) {
        // Given
        ChatCompletion plain = openai.chat().completions().create(chat(model).build());

        // When
        ChatCompletion streamed = streamed(chat(model)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        // Then
        assertThat(plain.validate().model()).isEqualTo(model);
        assertThat(streamed.validate().model()).isEqualTo(model);
        assertThat(text(plain)).contains("Köln");
        assertThat(text(streamed)).isEqualTo(text(plain));
        assertThat(streamed.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(streamed.usage()).isEqualTo(plain.usage());
        assertThat(cost(plain.usage().orElseThrow()._additionalProperties())).isPositive();
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void thinksAndCallsAToolInAStreamThenTakesItsResult(String model) {
        // Given
        ChatCompletionCreateParams.Builder question =
                chat(model).addTool(GetWeather.class).reasoningEffort(ReasoningEffort.LOW);

        // When
        ChatCompletion asked = streamed(question.build());

        // Then
        assertThat(asked.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call = asked.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.function().arguments(GetWeather.class).city()).isNotNull();
        ChatCompletion told = openai.chat()
                .completions()
                .create(question.addMessage(asked.choices().get(0).message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("Rain.")
                                .build())
                        .build());
        assertThat(text(told)).contains("made up");
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void readsAnAnswerIntoARecord(String model) {
        // When
        List<Weather> chat =
                openai
                        .chat()
                        .completions()
                        .create(chat(model).responseFormat(Weather.class).build())
                        .choices()
                        .stream()
                        .flatMap(choice -> choice.message().content().stream())
                        .toList();
        List<Weather> response =
                openai
                        .responses()
                        .create(response(model)
                                .input(QUESTION)
                                .text(Weather.class)
                                .build())
                        .output()
                        .stream()
                        .flatMap(item -> item.message().stream())
                        .flatMap(message -> message.content().stream())
                        .flatMap(content -> content.outputText().stream())
                        .toList();

        // Then
        assertThat(chat)
                .hasSize(1)
                .allSatisfy(weather -> assertThat(weather.sky()).isNotNull());
        assertThat(response)
                .hasSize(1)
                .allSatisfy(weather -> assertThat(weather.sky()).isNotNull());
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void streamsTheVeryResponseItGivesWhole(String model) {
        // Given
        ResponseCreateParams question = response(model).input(QUESTION).build();
        Response plain = openai.responses().create(question);

        // When
        Response streamed = streamed(question);

        // Then
        assertThat(plain.validate().status()).contains(ResponseStatus.COMPLETED);
        assertThat(streamed.validate().status()).contains(ResponseStatus.COMPLETED);
        assertThat(plain.model().string().or(() -> plain.model().chat().map(ChatModel::asString)))
                .contains(model);
        assertThat(text(plain)).contains("Köln");
        assertThat(text(streamed)).isEqualTo(text(plain));
        assertThat(streamed.usage()).isEqualTo(plain.usage());
        assertThat(cost(plain.usage().orElseThrow()._additionalProperties())).isPositive();
    }

    /** Nothing is stored: the second turn gives back what the first put out, sealed thoughts among it. */
    @ParameterizedTest
    @FieldSource(MODELS)
    void thinksAndCallsAToolInAStreamedResponseThenTakesItsResult(String model) {
        // Given
        ResponseCreateParams.Builder question = response(model)
                .addTool(GetWeather.class)
                .reasoning(Reasoning.builder().effort(ReasoningEffort.LOW).build())
                .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT)
                .store(false);

        // When
        Response asked = streamed(question.input(QUESTION).build());

        // Then
        assertThat(asked.output()).anyMatch(ResponseOutputItem::isReasoning);
        ResponseFunctionToolCall call = asked.output().stream()
                .filter(ResponseOutputItem::isFunctionCall)
                .findFirst()
                .orElseThrow()
                .asFunctionCall();
        assertThat(call.arguments(GetWeather.class).city()).isNotNull();
        Response told = openai.responses()
                .create(question.inputOfResponse(answered(asked, call)).build());
        assertThat(text(told)).contains("made up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text-embedding-3-small", "gemini-embedding-001"})
    void embedsSeveralTextsInTheirOrder(String model) {
        // When
        CreateEmbeddingResponse both = embed(model, "points", "signals");

        // Then
        assertThat(both.validate().model()).isEqualTo(model);
        assertThat(both.data()).hasSize(2);
        assertThat(both.data().get(0).embedding())
                .isEqualTo(embed(model, "points").data().get(0).embedding());
        assertThat(both.data().get(1).embedding())
                .isEqualTo(embed(model, "signals").data().get(0).embedding())
                .isNotEqualTo(both.data().get(0).embedding());
        assertThat(both.usage().promptTokens()).isPositive();
        assertThat(cost(both.usage()._additionalProperties())).isPositive();
    }

    private CreateEmbeddingResponse embed(String model, String... texts) {
        return openai.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(model)
                        .inputOfArrayOfStrings(List.of(texts))
                        .build());
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(QUESTION);
    }

    private static ResponseCreateParams.Builder response(String model) {
        return ResponseCreateParams.builder().model(model);
    }

    private static List<ResponseInputItem> answered(Response asked, ResponseFunctionToolCall call) {
        List<ResponseInputItem> items = new ArrayList<>();
        items.add(ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent(QUESTION)
                .build()));
        for (ResponseOutputItem each : asked.output()) {
            each.reasoning().map(ResponseInputItem::ofReasoning).ifPresent(items::add);
            each.functionCall().map(ResponseInputItem::ofFunctionCall).ifPresent(items::add);
        }
        items.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("Rain.")
                .build()));
        return items;
    }

    private ChatCompletion streamed(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                openai.chat().completions().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private Response streamed(ResponseCreateParams params) {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = openai.responses().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.response();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }

    private static String text(Response answer) {
        return answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(part -> part.text())
                .collect(Collectors.joining());
    }

    private static BigDecimal cost(Map<String, JsonValue> usage) {
        return usage.get("cost").convert(BigDecimal.class);
    }
}
