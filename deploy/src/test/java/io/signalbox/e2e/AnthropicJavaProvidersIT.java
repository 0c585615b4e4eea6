package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.PaymentRequiredException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayProcess;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the official Anthropic SDK for Java does beside {@link AnthropicJavaIT}: it thinks, gives thoughts back and reads answers into records. */
@ExtendWith(EveryProvider.class)
final class AnthropicJavaProvidersIT {

    private static final String MODELS = "io.signalbox.e2e.gateway.EveryProvider#MODELS";
    private static final String QUESTION = "How is the weather in Köln?";

    private final GatewayProcess gateway;
    private AnthropicClient anthropic;

    AnthropicJavaProvidersIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** What an answer must be; the SDK makes a JSON schema of it. */
    record Weather(String sky, double degrees) {}

    @BeforeEach
    void connect() {
        anthropic = client(gateway.firstRun().apiKey());
    }

    @AfterEach
    void disconnect() {
        anthropic.close();
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void streamsTheVeryThoughtsAndTextItGivesWhole(String model) {
        // Given
        MessageCreateParams question = thinking(model).build();
        Message plain = anthropic.messages().create(question);

        // When
        Message streamed = streamed(question);

        // Then
        assertThat(text(plain)).contains("Köln");
        assertThat(text(streamed)).isEqualTo(text(plain));
        assertThat(thoughts(streamed)).isEqualTo(thoughts(plain));
        assertThat(streamed.validate().stopReason()).contains(StopReason.END_TURN);
        assertThat(streamed.usage().outputTokens()).isEqualTo(plain.usage().outputTokens());
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void thinksAndCallsAToolThenTakesItsResultWithItsThoughts(String model) {
        assertTakesTheResult(model, anthropic.messages().create(weather(model).build()));
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void thinksAndCallsAToolInAStreamThenTakesItsResultWithItsThoughts(String model) {
        assertTakesTheResult(model, streamed(weather(model).build()));
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void handsAToolsResultAndThoughtsToTheNextProvider(String model) {
        // Given
        int next = (EveryProvider.MODELS.indexOf(model) + 1) % EveryProvider.MODELS.size();

        // Then
        assertTakesTheResult(
                EveryProvider.MODELS.get(next), streamed(weather(model).build()));
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void readsAnAnswerIntoARecord(String model) {
        // When
        List<Weather> answer =
                anthropic
                        .messages()
                        .create(question(model).outputConfig(Weather.class).build())
                        .content()
                        .stream()
                        .flatMap(block -> block.text().stream())
                        .map(block -> block.text())
                        .toList();

        // Then
        assertThat(answer)
                .hasSize(1)
                .allSatisfy(weather -> assertThat(weather.sky()).isNotNull());
    }

    @ParameterizedTest
    @FieldSource(MODELS)
    void throwsTheExceptionForPaymentWhenNoBudgetPays(String model) {
        // Given
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp("java " + model), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);
        anthropic.close();
        anthropic = client(spent.secret());
        MessageCreateParams question = question(model).build();

        // Then
        assertThatExceptionOfType(PaymentRequiredException.class)
                .isThrownBy(() -> anthropic.messages().create(question))
                .satisfies(refusal -> assertThat(refusal.type()).contains(ErrorType.BILLING_ERROR));
        assertThatExceptionOfType(PaymentRequiredException.class).isThrownBy(() -> streamed(question));
    }

    private void assertTakesTheResult(String model, Message asked) {
        assertThat(asked.stopReason()).contains(StopReason.TOOL_USE);
        ToolUseBlock call = asked.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .findFirst()
                .orElseThrow();
        Message told = anthropic
                .messages()
                .create(weather(model)
                        .addMessage(asked)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(call.id())
                                        .content("Rain.")
                                        .build())))
                        .build());
        assertThat(told.stopReason()).contains(StopReason.END_TURN);
        assertThat(text(told)).contains("made up");
    }

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.origin().toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams.Builder question(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(2_048).addUserMessage(QUESTION);
    }

    private static MessageCreateParams.Builder thinking(String model) {
        return question(model).enabledThinking(1_024);
    }

    private static MessageCreateParams.Builder weather(String model) {
        return thinking(model)
                .addTool(Tool.builder()
                        .name("get_weather")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(JsonValue.from(Map.of("city", Map.of("type", "string")))
                                        .convert(Tool.InputSchema.Properties.class))
                                .addRequired("city")
                                .build())
                        .build());
    }

    private Message streamed(MessageCreateParams params) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = anthropic.messages().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static String text(Message answer) {
        return answer.content().stream()
                .filter(ContentBlock::isText)
                .map(block -> block.asText().text())
                .collect(Collectors.joining());
    }

    private static String thoughts(Message answer) {
        return answer.content().stream()
                .flatMap(block -> block.thinking().stream())
                .map(ThinkingBlock::thinking)
                .collect(Collectors.joining());
    }
}
