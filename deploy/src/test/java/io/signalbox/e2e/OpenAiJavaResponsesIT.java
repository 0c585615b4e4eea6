package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.Json;
import io.signalbox.e2e.gateway.SharedGateway;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Responses API of the official OpenAI SDK for Java, given nothing but a base URL and a key. */
@ExtendWith(SharedGateway.class)
final class OpenAiJavaResponsesIT {

    private static final String QUESTION = "How many lines does the London Underground have?";

    private final GatewayProcess gateway;
    private final AdminClient admin;
    private OpenAIClient openai;

    OpenAiJavaResponsesIT(GatewayProcess gateway) {
        this.gateway = gateway;
        this.admin = new AdminClient(gateway);
    }

    @BeforeEach
    void connect() {
        openai = client(gateway.firstRun().apiKey());
    }

    @AfterEach
    void disconnect() {
        openai.close();
        admin.retainContent("null");
    }

    @Test
    void answersAQuestion() {
        // When
        Response answer = openai.responses().create(question());

        // Then
        assertThat(answer.model().asString()).isEqualTo("sandbox/small");
        assertThat(answer.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(text(answer)).isNotBlank();
        assertThat(answer.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.totalTokens()).isEqualTo(usage.inputTokens() + usage.outputTokens());
            assertThat(usage._additionalProperties()).containsKey("cost");
        });
    }

    @Test
    void streamsTheSameAnswer() {
        // Given
        String plain = text(openai.responses().create(question()));

        // When
        List<ResponseStreamEvent> events = stream(question());

        // Then
        String pieces = events.stream()
                .flatMap(event -> event.outputTextDelta().stream())
                .map(delta -> delta.delta())
                .collect(Collectors.joining());
        assertThat(pieces).isEqualTo(plain);
        assertThat(text(accumulated(events))).isEqualTo(plain);
        assertThat(events.get(events.size() - 1).isCompleted()).isTrue();
    }

    @Test
    void streamsAToolCallAndTakesItsResult() {
        // Given
        ResponseCreateParams asked = ResponseCreateParams.builder()
                .model("sandbox/large")
                .input("What is the weather in Zürich?")
                .addTool(FunctionTool.builder()
                        .name("get_weather")
                        .strict(false)
                        .parameters(FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                        .build())
                .build();

        // When
        Response called = accumulated(stream(asked));

        // Then
        ResponseFunctionToolCall call = called.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .findFirst()
                .orElseThrow();
        assertThat(Json.read(call.arguments()).required("city").isTextual()).isTrue();
        Response answer = openai.responses()
                .create(ResponseCreateParams.builder()
                        .model("sandbox/large")
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofFunctionCall(call),
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("{\"sky\":\"clear\"}")
                                        .build())))
                        .build());
        assertThat(text(answer)).isNotBlank();
    }

    @Test
    void goesOnFromAStoredResponseHoweverItWasAnswered() {
        // Given
        admin.retainContent("1");
        Response first = openai.responses().create(question());
        long alone = first.usage().orElseThrow().inputTokens();

        // When
        Response second = accumulated(stream(after(first)));
        Response third = openai.responses().create(after(second));

        // Then
        assertThat(second.previousResponseId()).hasValue(first.id());
        assertThat(second.usage().orElseThrow().inputTokens()).isGreaterThan(alone);
        assertThat(third.usage().orElseThrow().inputTokens())
                .isGreaterThan(second.usage().orElseThrow().inputTokens());
        assertThat(text(openai.responses().retrieve(second.id()))).isEqualTo(text(second));
    }

    @Test
    void forgetsADeletedResponse() {
        // Given
        admin.retainContent("1");
        Response stored = openai.responses().create(question());

        // When
        openai.responses().delete(stored.id());

        // Then
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> openai.responses().retrieve(stored.id()));
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> openai.responses().create(after(stored)))
                .satisfies(refusal -> assertThat(refusal.param()).hasValue("previous_response_id"));
    }

    @Test
    void showsAnotherAppsResponseToNobody() {
        // Given
        admin.retainContent("1");
        Response stored = openai.responses().create(question());
        AdminClient.Key theirs = admin.createKey(admin.createApp("responses"), "theirs");

        // When
        try (Closing others = new Closing(client(theirs.secret()))) {

            // Then
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> others.client.responses().retrieve(stored.id()));
            String refused = messageOf(others.client, after(stored));
            String unknown = messageOf(
                    others.client,
                    question().toBuilder().previousResponseId("resp_nobodys").build());
            assertThat(refused).isEqualTo(unknown);
        }
    }

    @Test
    void storesNothingThatShallNotBeStored() {
        // Given
        admin.retainContent("1");

        // When
        Response unstored =
                openai.responses().create(question().toBuilder().store(false).build());

        // Then
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> openai.responses().retrieve(unstored.id()));
    }

    private record Closing(OpenAIClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(key)
                .build();
    }

    private static String messageOf(OpenAIClient client, ResponseCreateParams params) {
        try {
            client.responses().create(params);
            throw new AssertionError("was not refused");
        } catch (BadRequestException refused) {
            return refused.body().toString().replaceAll("req_[0-9A-Z]+", "");
        }
    }

    private static ResponseCreateParams question() {
        return ResponseCreateParams.builder()
                .model("sandbox/small")
                .input(QUESTION)
                .build();
    }

    private static ResponseCreateParams after(Response previous) {
        return question().toBuilder().previousResponseId(previous.id()).build();
    }

    private List<ResponseStreamEvent> stream(ResponseCreateParams params) {
        try (StreamResponse<ResponseStreamEvent> stream = openai.responses().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static Response accumulated(List<ResponseStreamEvent> events) {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        events.forEach(accumulator::accumulate);
        return accumulator.response();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(text -> text.text())
                .collect(Collectors.joining());
    }
}
