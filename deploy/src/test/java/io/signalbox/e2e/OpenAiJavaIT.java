package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.Json;
import io.signalbox.e2e.gateway.SandboxMeterClient;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official OpenAI SDK for Java, given nothing but a base URL and a key. */
@ExtendWith(SharedGateway.class)
final class OpenAiJavaIT {

    private static final String QUESTION = "How many lines does the London Underground have?";

    private final GatewayProcess gateway;
    private OpenAIClient openai;

    OpenAiJavaIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void connect() {
        openai = client(gateway.firstRun().apiKey());
    }

    @AfterEach
    void disconnect() {
        openai.close();
    }

    @Test
    void answersAQuestion() {
        // When
        ChatCompletion answer = openai.chat().completions().create(question("sandbox/small"));

        // Then
        assertThat(answer.model()).isEqualTo("sandbox/small");
        assertThat(answer.choices().get(0).message().content())
                .hasValueSatisfying(text -> assertThat(text).isNotBlank());
        CompletionUsage usage = answer.usage().orElseThrow();
        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
        assertThat(cost(usage)).isPositive();
    }

    @Test
    void streamsTheSameAnswerWithUsageAndCostOnTheLastChunk() {
        // Given
        String plain = text(openai.chat().completions().create(question("sandbox/small")));

        // When
        List<ChatCompletionChunk> chunks = stream(question("sandbox/small").toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        // Then
        assertThat(text(accumulated(chunks))).isEqualTo(plain);
        assertThat(chunks)
                .hasSizeGreaterThan(3)
                .allSatisfy(chunk -> assertThat(chunk.model()).isEqualTo("sandbox/small"));
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
        ChatCompletionChunk last = chunks.get(chunks.size() - 1);
        assertThat(last.choices()).isEmpty();
        assertThat(cost(last.usage().orElseThrow())).isPositive();
    }

    @Test
    void keepsUsageOutOfAStreamThatDidNotAskForIt() {
        // When
        List<ChatCompletionChunk> chunks = stream(question("sandbox/small"));

        // Then
        assertThat(chunks).isNotEmpty().allSatisfy(chunk -> {
            assertThat(chunk.usage()).isEmpty();
            assertThat(chunk.choices()).isNotEmpty();
        });
    }

    @Test
    void callsATool() {
        // When
        ChatCompletion answer = openai.chat().completions().create(weatherQuestion());

        // Then
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertWeatherCall(answer);
    }

    @Test
    void streamsAToolCallInPieces() {
        // When
        List<ChatCompletionChunk> chunks = stream(weatherQuestion());

        // Then
        long pieces = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().toolCalls().stream())
                .flatMap(List::stream)
                .filter(call -> call.function().flatMap(it -> it.arguments()).isPresent())
                .count();
        assertThat(pieces).isGreaterThan(1);
        assertWeatherCall(accumulated(chunks));
    }

    @Test
    void throwsUnauthorizedForAWrongKey() {
        // Given
        openai.close();
        openai = client("sb_live_nobody");

        // Then
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> openai.chat().completions().create(question("sandbox/small")))
                .satisfies(refusal -> assertThat(refusal.code()).hasValue("invalid_api_key"));
    }

    @Test
    void throwsNotFoundForAnUnknownModel() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> openai.chat().completions().create(question("sandbox/smal")))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).hasValue("model_not_found");
                    assertThat(refusal.param()).hasValue("model");
                    assertThat(refusal.getMessage()).contains("sandbox/small");
                });
    }

    @Test
    void throwsBadRequestForAParameterOfTheWrongType() {
        // Given
        ChatCompletionCreateParams wrong = question("sandbox/small").toBuilder()
                .putAdditionalBodyProperty("stream", JsonValue.from("yes"))
                .build();

        // Then
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> openai.chat().completions().create(wrong))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).hasValue("invalid_request");
                    assertThat(refusal.param()).hasValue("stream");
                });
    }

    @Test
    void isRefusedOnceAndNotRetriedWhenNoBudgetPays() {
        // Given
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp("java"), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);
        openai.close();
        openai = client(spent.secret());
        SandboxMeterClient meter = new SandboxMeterClient(gateway.sandbox());
        long before = meter.requests();
        GatewayClient http = new GatewayClient(gateway.origin(), spent.secret());
        double refusals = http.metric("signalbox_requests_total", "status=\"402\"");

        // Then
        assertThatExceptionOfType(UnexpectedStatusCodeException.class)
                .isThrownBy(() -> openai.chat().completions().create(question("sandbox/small")))
                .satisfies(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(402);
                    assertThat(refusal.code()).hasValue("budget_exceeded");
                    assertThat(refusal.type()).hasValue("insufficient_quota");
                    assertThat(refusal.headers().values("x-should-retry")).containsExactly("false");
                });
        assertThat(meter.requests()).isEqualTo(before);
        assertThat(http.metric("signalbox_requests_total", "status=\"402\"") - refusals)
                .as("one request, not three")
                .isOne();
    }

    @Test
    void getsTheCheapModelForALightTask() {
        assertThat(served(question("smart-select:light"))).isEqualTo("sandbox/small");
        assertThat(served(question("smart-select").toBuilder()
                        .putAdditionalHeader("x-signalbox-task", "classification")
                        .build()))
                .isEqualTo("sandbox/small");
        assertThat(served(question("smart-select").toBuilder()
                        .metadata(ChatCompletionCreateParams.Metadata.builder()
                                .putAdditionalProperty("task", JsonValue.from("light"))
                                .build())
                        .build()))
                .isEqualTo("sandbox/small");
        assertThat(served(question("smart-select").toBuilder()
                        .putAdditionalBodyProperty("signalbox", JsonValue.from(Map.of("task", "light")))
                        .build()))
                .isEqualTo("sandbox/small");
    }

    @Test
    void getsThePrimaryModelForComplexAndUntaggedTasks() {
        assertThat(served(question("smart-select"))).isEqualTo("sandbox/large");
        assertThat(served(question("smart-select:complex"))).isEqualTo("sandbox/large");
        assertThat(served(question("smart-select").toBuilder()
                        .putAdditionalHeader("x-signalbox-task", "complex")
                        .build()))
                .isEqualTo("sandbox/large");
    }

    @Test
    void believesTheNameBeforeTheHeaderBeforeTheMetadata() {
        // Given
        ChatCompletionCreateParams contradicting = question("smart-select:light").toBuilder()
                .putAdditionalHeader("x-signalbox-task", "complex")
                .build();

        // When
        try (HttpResponseFor<ChatCompletion> answer =
                openai.chat().completions().withRawResponse().create(contradicting)) {

            // Then
            assertThat(answer.headers().values("x-signalbox-model")).containsExactly("sandbox/small");
            assertThat(answer.headers().values("x-signalbox-requested-model")).containsExactly("smart-select:light");
            assertThat(answer.headers().values("x-signalbox-route-reason")).containsExactly("cheapest_above_floor");
        }
    }

    @Test
    void listsTheModels() {
        // When
        List<String> names =
                openai.models().list().items().stream().map(Model::id).toList();

        // Then
        assertThat(names)
                .contains("smart-select", "sandbox/small", "sandbox/large")
                .doesNotHaveDuplicates();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(key)
                .build();
    }

    private static ChatCompletionCreateParams question(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(QUESTION)
                .build();
    }

    private static ChatCompletionCreateParams weatherQuestion() {
        return ChatCompletionCreateParams.builder()
                .model("sandbox/large")
                .addUserMessage("What is the weather in Zürich?")
                .addTool(ChatCompletionFunctionTool.builder()
                        .function(FunctionDefinition.builder()
                                .name("get_weather")
                                .parameters(FunctionParameters.builder()
                                        .putAdditionalProperty("type", JsonValue.from("object"))
                                        .putAdditionalProperty(
                                                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static void assertWeatherCall(ChatCompletion answer) {
        ChatCompletionMessageFunctionToolCall call = answer.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.id()).isNotBlank();
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(Json.read(call.function().arguments()).required("city").isTextual())
                .isTrue();
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> stream =
                openai.chat().completions().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static ChatCompletion accumulated(List<ChatCompletionChunk> chunks) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        new ArrayList<>(chunks).forEach(accumulator::accumulate);
        return accumulator.chatCompletion();
    }

    private String served(ChatCompletionCreateParams params) {
        return openai.chat().completions().create(params).model();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }

    private static double cost(CompletionUsage usage) {
        return ((Number) usage._additionalProperties().get("cost").asNumber().orElseThrow()).doubleValue();
    }
}
