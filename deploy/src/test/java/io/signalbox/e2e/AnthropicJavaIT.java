package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.MessageTokensCount;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The official Anthropic SDK for Java, given nothing but a base URL and a key. */
@ExtendWith(EveryProvider.class)
final class AnthropicJavaIT {

    private final GatewayProcess gateway;
    private AnthropicClient anthropic;

    AnthropicJavaIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void connect() {
        anthropic = client(gateway.firstRun().apiKey());
    }

    @AfterEach
    void disconnect() {
        anthropic.close();
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void answersAQuestion(String model) {
        // When
        Message answer = anthropic.messages().create(question(model));

        // Then
        assertThat(answer.model().asString()).isEqualTo(model);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(text(answer)).isNotBlank();
        assertThat(answer.usage().inputTokens()).isPositive();
        assertThat(answer.usage().outputTokens()).isPositive();
        assertThat(cost(answer.usage()._additionalProperties())).isPositive();
        assertThat(answer.validate()).isSameAs(answer);
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void streamsTheSameAnswerWithUsageAndCostAtItsEnd(String model) {
        // Given
        String plain = text(anthropic.messages().create(question(model)));

        // When
        List<RawMessageStreamEvent> events = stream(question(model));

        // Then
        Message answer = accumulated(events);
        assertThat(text(answer)).isEqualTo(plain);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().outputTokens()).isPositive();
        RawMessageStreamEvent end = events.get(events.size() - 2);
        assertThat(end.asMessageDelta().usage().inputTokens())
                .hasValueSatisfying(it -> assertThat(it).isPositive());
        assertThat(cost(end.asMessageDelta().usage()._additionalProperties())).isPositive();
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void callsAToolAndReadsItsResult(String model) {
        // When
        Message answer = anthropic.messages().create(weatherQuestion(model));

        // Then
        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        ToolUseBlock call = weatherCall(answer);
        Message next = anthropic
                .messages()
                .create(weatherQuestion(model).toBuilder()
                        .addMessage(answer)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(call.id())
                                        .content("21 °C")
                                        .build())))
                        .build());
        assertThat(next.content()).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.signalbox.e2e.gateway.EveryProvider#MODELS")
    void streamsAToolCall(String model) {
        // When
        List<RawMessageStreamEvent> events = stream(weatherQuestion(model));

        // Then
        long pieces = events.stream()
                .filter(RawMessageStreamEvent::isContentBlockDelta)
                .filter(event -> event.asContentBlockDelta().delta().isInputJson())
                .count();
        assertThat(pieces).isPositive();
        weatherCall(accumulated(events));
    }

    @ParameterizedTest
    @CsvSource({"gpt-5-mini, estimated", "claude-haiku-4.5, exact", "gemini-2.5-flash, estimated"})
    void countsTokens(String model, String how) {
        // Given
        MessageCountTokensParams question = MessageCountTokensParams.builder()
                .model(model)
                .system("Be brief.")
                .addUserMessage("How many lines does the London Underground have?")
                .build();

        // When
        try (HttpResponseFor<MessageTokensCount> count =
                anthropic.messages().withRawResponse().countTokens(question)) {

            // Then
            assertThat(count.headers().values("x-signalbox-count")).containsExactly(how);
            assertThat(count.headers().values("x-signalbox-model")).containsExactly(model);
            assertThat(count.parse().inputTokens()).isBetween(10L, 40L);
        }
    }

    @Test
    void throwsWhatItsUsersCatch() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> anthropic.messages().create(question("gpt-5-min")))
                .satisfies(refusal -> {
                    assertThat(refusal.type()).contains(ErrorType.NOT_FOUND_ERROR);
                    assertThat(refusal.requestId())
                            .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
                    assertThat(refusal.getMessage()).contains("gpt-5-mini");
                });
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> anthropic
                        .messages()
                        .create(question("gpt-5-mini").toBuilder()
                                .putAdditionalBodyProperty("stream", JsonValue.from("yes"))
                                .build()))
                .satisfies(refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_REQUEST_ERROR));
        anthropic.close();
        anthropic = client("sb_live_nobody");
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> anthropic.messages().create(question("gpt-5-mini")))
                .satisfies(refusal -> assertThat(refusal.type()).contains(ErrorType.AUTHENTICATION_ERROR));
    }

    @Test
    void isRefusedOnceAndNotRetriedWhenNoBudgetPays() {
        // Given
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp("anthropic-java"), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);
        anthropic.close();
        anthropic = client(spent.secret());
        GatewayClient http = new GatewayClient(gateway.origin(), spent.secret());
        double refusals = http.metric("signalbox_requests_total", "status=\"402\"");

        // Then
        assertThatExceptionOfType(AnthropicServiceException.class)
                .isThrownBy(() -> anthropic.messages().create(question("gpt-5-mini")))
                .satisfies(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(402);
                    assertThat(refusal.type()).contains(ErrorType.BILLING_ERROR);
                    assertThat(refusal.headers().values("x-should-retry")).containsExactly("false");
                });
        assertThat(http.metric("signalbox_requests_total", "status=\"402\"") - refusals)
                .as("one request, not three")
                .isOne();
    }

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.origin().toString())
                .apiKey(key)
                .build();
    }

    private static MessageCreateParams question(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(200)
                .addUserMessage("How many lines does the London Underground have?")
                .build();
    }

    private static MessageCreateParams weatherQuestion(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(200)
                .addUserMessage("What is the weather in Zürich?")
                .addTool(Tool.builder()
                        .name("get_weather")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(JsonValue.from(Map.of("city", Map.of("type", "string")))
                                        .convert(Tool.InputSchema.Properties.class))
                                .addRequired("city")
                                .build())
                        .build())
                .build();
    }

    private static ToolUseBlock weatherCall(Message answer) {
        ToolUseBlock call = answer.content().stream()
                .filter(ContentBlock::isToolUse)
                .findFirst()
                .orElseThrow()
                .asToolUse();
        assertThat(call.id()).isNotBlank();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call._input().toString()).contains("city");
        return call;
    }

    private List<RawMessageStreamEvent> stream(MessageCreateParams params) {
        try (StreamResponse<RawMessageStreamEvent> stream = anthropic.messages().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static Message accumulated(List<RawMessageStreamEvent> events) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        events.forEach(accumulator::accumulate);
        return accumulator.message();
    }

    private static String text(Message answer) {
        return answer.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    private static double cost(Map<String, JsonValue> usage) {
        return ((Number) usage.get("cost").asNumber().orElseThrow()).doubleValue();
    }
}
