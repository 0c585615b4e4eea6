package io.signalbox.dialect.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Protocol;
import io.signalbox.catalog.Provider;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked of those who do not speak OpenAI's protocol, and how their answers are understood. */
class EmbeddingDialectsTest {

    private static final String ASKED =
            "{\"model\":\"m\",\"input\":[\"first\",\"zweiter ü\"],\"dimensions\":2,\"user\":\"u\",\"input_type\":\"search_query\"}";

    @Test
    void asksGemini() throws IOException {
        // When
        Outbound sent = new GeminiEmbeddings().write(call(Protocol.GEMINI, ASKED));

        // Then
        assertThat(sent.path()).isEqualTo("/models/upstream-model:batchEmbedContents");
        assertThat(sent.headers().get("x-goog-api-key")).isEqualTo("secret-key");
        assertThat(Json.read(sent.body().getBytes())).isEqualTo(Json.read("""
                                {"requests":[
                                {"model":"models/upstream-model","content":{"parts":[{"text":"first"}]},"outputDimensionality":2,"taskType":"RETRIEVAL_QUERY"},
                                {"model":"models/upstream-model","content":{"parts":[{"text":"zweiter ü"}]},"outputDimensionality":2,"taskType":"RETRIEVAL_QUERY"}]}"""));
    }

    @Test
    void understandsGemini() {
        EmbeddingResult result = read(
                new GeminiEmbeddings(),
                Protocol.GEMINI,
                "{\"embeddings\":[{\"values\":[0.25,1]},{\"values\":[-0.5,3e-2]}]}");

        assertThat(result.vectors()).containsExactly(new float[] {0.25f, 1}, new float[] {-0.5f, 3e-2f});
        assertThat(result.usage()).isEmpty();
    }

    @Test
    void asksCohere() throws IOException {
        // When
        Outbound sent = new CohereEmbeddings().write(call(Protocol.COHERE, ASKED));

        // Then
        assertThat(sent.path()).isEqualTo("/v2/embed");
        assertThat(sent.headers().get("authorization")).isEqualTo("Bearer secret-key");
        assertThat(Json.read(sent.body().getBytes())).isEqualTo(Json.read("""
                                {"model":"upstream-model","texts":["first","zweiter ü"],"input_type":"search_query",
                                "embedding_types":["float"],"truncate":"NONE","output_dimension":2}"""));
    }

    @Test
    void tellsCohereWhatForWhenTheClientDoesNot() {
        assertThat(new CohereEmbeddings()
                        .write(call(Protocol.COHERE, "{\"model\":\"m\",\"input\":\"a\"}"))
                        .body()
                        .toString())
                .contains("\"input_type\":\"search_document\"");
    }

    @Test
    void understandsCohere() {
        EmbeddingResult result = read(new CohereEmbeddings(), Protocol.COHERE, """
                {"id":"1","texts":["first","zweiter ü"],"embeddings":{"float":[[0.25,1],[2,3]]},
                "meta":{"api_version":{"version":"2"},"billed_units":{"input_tokens":6}},"response_type":"embeddings_by_type"}""");

        assertThat(result.vectors()).containsExactly(new float[] {0.25f, 1}, new float[] {2, 3});
        assertThat(result.usage()).hasValue(TokenUsage.ofText(6, 0));
    }

    @Test
    void asksAndUnderstandsOllama() throws IOException {
        // Given
        String asked = "{\"model\":\"m\",\"input\":[\"first\",\"second\"]}";

        // When
        Outbound sent = new OllamaEmbeddings().write(call(Protocol.OLLAMA, asked));
        EmbeddingResult result = read(
                new OllamaEmbeddings(),
                Protocol.OLLAMA,
                "{\"model\":\"all-minilm\",\"embeddings\":[[0.25,1],[2,3]],\"total_duration\":14143917,\"prompt_eval_count\":8}");

        // Then
        assertThat(sent.path()).isEqualTo("/api/embed");
        assertThat(Json.read(sent.body().getBytes()))
                .isEqualTo(Json.read(
                        "{\"model\":\"upstream-model\",\"input\":[\"first\",\"second\"],\"truncate\":false}"));
        assertThat(result.vectors()).hasSize(2);
        assertThat(result.usage()).hasValue(TokenUsage.ofText(8, 0));
    }

    @Test
    void refusesWhatATargetDoesNotKnow() {
        Fault type =
                catchThrowableOfType(Fault.class, () -> new OllamaEmbeddings().write(call(Protocol.OLLAMA, ASKED)));
        assertThat(type.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
        assertThat(type.param()).hasValue("input_type");

        Fault tokens = catchThrowableOfType(
                Fault.class,
                () -> new GeminiEmbeddings().write(call(Protocol.GEMINI, "{\"model\":\"m\",\"input\":[[1,2]]}")));
        assertThat(tokens.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
        assertThat(tokens.param()).hasValue("input");
    }

    @Test
    void refusesAnswersThatAreNone() {
        for (String answer : List.of(
                "{}",
                "[]",
                "{\"embeddings\":[[1,2]]}",
                "{\"embeddings\":[[1,\"a\"],[1,2]]}",
                "{\"embeddings\":[[1e99],[2]]}",
                "{\"embeddings\":[[1],[2],[3]]}",
                "{\"embeddings\":[[1],[]]}",
                "{\"embeddings\":[[1],[2]")) {
            Fault malformed =
                    catchThrowableOfType(Fault.class, () -> read(new OllamaEmbeddings(), Protocol.OLLAMA, answer));
            assertThat(malformed).as(answer).isNotNull();
            assertThat(malformed.code()).as(answer).isEqualTo(FaultCode.PROVIDER_MALFORMED);
        }
    }

    @Test
    void writesVectorsAsOpenAiDoes() {
        // Given
        EmbeddingResult result =
                new EmbeddingResult(List.of(new float[] {0.5f, -2, 1e-7f}), Optional.of(TokenUsage.ofText(3, 0)));
        InputScan scan = InputScan.embeddings(Buffer.buffer("{\"model\":\"m\",\"input\":\"a\"}"));
        AnswerHead head = new AnswerHead("req_1", "served", Instant.EPOCH, scan);

        // When
        String answer = new EmbeddingsSurface()
                .whole(result, head, new UsageLine(TokenUsage.ofText(3, 0), Optional.empty(), false))
                .toString();

        // Then
        assertThat(answer)
                .isEqualTo(
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-2.0,1.0E-7]}],"
                                + "\"model\":\"served\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3,\"cost\":null}}");
    }

    private static EmbeddingResult read(Dialect dialect, Protocol protocol, String answer) {
        String asked = "{\"model\":\"m\",\"input\":[\"first\",\"second\"]}";
        return (EmbeddingResult) dialect.readWhole(call(protocol, asked), Buffer.buffer(answer));
    }

    private static ProviderCall call(Protocol protocol, String body) {
        Provider provider = new Provider(
                "p", "P", protocol, Optional.empty(), Set.of(), Set.of(), List.of(), List.of(), false, Map.of());
        return Calls.of(Calls.deployment(provider, Capabilities.UNKNOWN), InputScan.embeddings(Buffer.buffer(body)), 0);
    }
}
