package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.NodePackage;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Embeddings and moderations through the whole gateway, by OpenAI's SDKs for Java and for Node, at a scripted provider. */
@ExtendWith(RawGateway.Shared.class)
final class InputsIT {

    private static final String NUMBERS =
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-2,0.125]}],"
                    + "\"model\":\"text-embedding-3-small\",\"usage\":{\"prompt_tokens\":1000,\"total_tokens\":1000}}";
    /** The same, as four little-endian bytes a number. */
    private static final String BASE64 = NUMBERS.replace("[0.5,-2,0.125]", "\"AAAAPwAAAMAAAAA+\"");

    private static final String MODERATION =
            "{\"id\":\"modr-1\",\"model\":\"omni-moderation-latest\",\"results\":[{\"flagged\":true,"
                    + "\"categories\":{\"violence\":true},\"category_scores\":{\"violence\":0.9},"
                    + "\"category_applied_input_types\":{\"violence\":[\"text\"]}}]}";

    private final RawGateway gateway;
    private final RawUpstream upstream;
    private final GatewayClient client;
    private OpenAIClient openai;

    InputsIT(RawGateway gateway) {
        this.gateway = gateway;
        this.upstream = gateway.upstream();
        this.client = gateway.client(gateway.process().firstRun().apiKey());
    }

    @BeforeEach
    void connect() {
        openai = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.process().firstRun().baseUrl())
                .apiKey(gateway.process().firstRun().apiKey())
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void disconnect() {
        openai.close();
    }

    @Test
    void embedsForTheSdkOfJavaWhicheverFormTheProviderSends() {
        for (String sent : List.of(BASE64, NUMBERS)) {
            // Given
            upstream.answerNext(200, "application/json", sent);

            // When
            CreateEmbeddingResponse answer = openai.embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model("text-embedding-3-small")
                            .input("the quick brown fox")
                            .build());

            // Then
            assertThat(answer.data().get(0).embedding()).containsExactly(0.5f, -2f, 0.125f);
            assertThat(answer.usage().promptTokens()).isEqualTo(1_000);
            // 1000 tokens at $0.02 a million.
            assertThat(new BigDecimal(
                            answer.usage()._additionalProperties().get("cost").toString()))
                    .isEqualByComparingTo("0.00002");
        }
    }

    @Test
    void moderatesForTheSdkOfJavaAtAKnownPriceOfNothing() {
        // Given
        upstream.answerNext(200, "application/json", MODERATION);

        // When
        ModerationCreateResponse answer = openai.moderations()
                .create(ModerationCreateParams.builder().input("I hate it").build());

        // Then
        assertThat(answer.model()).isEqualTo("omni-moderation-latest");
        assertThat(answer.results().get(0).flagged()).isTrue();

        upstream.answerNext(200, "application/json", MODERATION);
        Answer raw = client.send("POST", "/v1/moderations", "{\"input\":\"I hate it\"}");
        assertThat(raw.costUsd()).isZero();
        assertThat(raw.header("x-signalbox-cost-status")).hasValue("exact");
        assertThat(raw.usage().required("cost").decimalValue()).isZero();
    }

    @Test
    void servesTheNpmPackage() {
        // Given
        NodePackage.install();
        upstream.answerNext(200, "application/json", BASE64);
        upstream.answerNext(200, "application/json", NUMBERS);
        upstream.answerNext(200, "application/json", NUMBERS);
        upstream.answerNext(200, "application/json", MODERATION);

        // Then
        NodePackage.test(
                "inputs.test.mjs",
                Map.of(
                        "SIGNALBOX_BASE_URL", gateway.process().firstRun().baseUrl(),
                        "SIGNALBOX_API_KEY", gateway.process().firstRun().apiKey()));
    }

    @Test
    void keepsWhatItDoesNotKnowBothWays() {
        // Given
        String vendor = "\"x_vendor\": {\"deep\":[1.10,1E5,\"\\ud83d\\ude00\"]}";
        upstream.answerNext(200, "application/json", NUMBERS.replace("\"data\"", vendor + ",\"data\""));

        // When
        Answer answer = client.send(
                "POST",
                "/v1/embeddings",
                "{\"input\":[[1,2],[3]]," + vendor + ",\"model\":\"openai/text-embedding-3-small\",\"dimensions\":3}");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(vendor).contains("[0.5,-2,0.125]");
        List<RawUpstream.Received> received = upstream.received();
        RawUpstream.Received last = received.get(received.size() - 1);
        assertThat(last.head()).startsWith("POST /v1/embeddings ");
        assertThat(last.body())
                .isEqualTo(
                        "{\"input\":[[1,2],[3]]," + vendor + ",\"model\":\"text-embedding-3-small\",\"dimensions\":3}");
    }

    @Test
    void countsWhatAProviderDoesNotTell() {
        // Given
        upstream.answerNext(200, "application/json", NUMBERS.replace("\"usage\"", "\"other\""));

        // When
        Answer answer = client.send(
                "POST",
                "/v1/embeddings",
                "{\"model\":\"text-embedding-3-small\",\"input\":\"The quick brown fox jumps over the lazy dog.\"}");

        // Then
        assertThat(answer.usage().required("prompt_tokens").intValue()).isEqualTo(10);
        assertThat(answer.usage().required("estimated").booleanValue()).isTrue();
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("estimated");
    }

    @Test
    void tellsWhoCannotDoIt() {
        assertThatExceptionOfType(UnprocessableEntityException.class)
                .isThrownBy(() -> openai.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("gpt-4o-mini")
                                .input("a")
                                .build()))
                .withMessageContaining("gpt-4o-mini serves chat, not embeddings");
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> openai.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("smart-select")
                                .input("a")
                                .build()))
                .withMessageContaining("smart-select chooses among models for chat");
        assertThat(client.chat(
                                "{\"model\":\"text-embedding-3-small\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}")
                        .error()
                        .required("message")
                        .textValue())
                .contains("text-embedding-3-small serves embeddings, not chat");
    }

    @Test
    void holdsNoMoneyForOutputThatDoesNotExist() {
        // Given
        AdminClient admin = new AdminClient(gateway.process());
        AdminClient.Key key = admin.createKey(admin.createApp("embeddings"), "tight");
        // "word " twenty times is 100 bytes, bounded by 116 tokens at $0.02 a million.
        admin.createBudget("key", key.id(), "total", new BigDecimal("0.00000232"));
        String body = "{\"model\":\"text-embedding-3-small\",\"input\":\"" + "word ".repeat(20) + "\"}";
        upstream.answerNext(200, "application/json", NUMBERS.replace("1000", "20"));

        // When
        Answer first = gateway.client(key.secret()).send("POST", "/v1/embeddings", body);
        Answer second = gateway.client(key.secret()).send("POST", "/v1/embeddings", body);

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.costUsd()).isEqualByComparingTo("0.0000004");
        assertThat(second.status()).isEqualTo(402);
    }
}
