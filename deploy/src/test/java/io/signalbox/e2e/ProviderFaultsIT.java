package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Json;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real provider may answer, and what may be seen of it. */
@ExtendWith(RawGateway.Shared.class)
final class ProviderFaultsIT {

    private static final String SECRET = "org-SECRET-internal-host-10-1-2-3";

    private static final String COMPLETION = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,"
            + "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"Hi\",\"reasoning_content\":\"kept\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":40},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":5}},\"service_tier\":\"odd\"}";

    private static RawUpstream upstream;
    private static RawGateway gateway;
    private static GatewayClient client;

    @BeforeAll
    static void connect(RawGateway shared) {
        gateway = shared;
        upstream = gateway.upstream();
        client = gateway.client(gateway.process().firstRun().apiKey());
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid_request",
        "401, 502, provider_refused_credential",
        "402, 502, provider_refused_credential",
        "403, 502, provider_refused_credential",
        "408, 504, provider_timeout",
        "429, 503, provider_rate_limited",
        "500, 502, provider_error",
        "503, 502, provider_error",
        "529, 502, provider_error"
    })
    void tellsWhoseFaultItIsAndNeverRepeatsTheProvidersWords(int theirs, int ours, String code) {
        // Given
        upstream.answerNext(
                theirs,
                "application/json",
                "{\"error\":{\"message\":\"" + SECRET + "\",\"type\":\"x\",\"code\":\"y\"}}");

        // When
        Answer answer = client.chat(Chats.plain("gpt-4o-mini", "Hello", 64));

        // Then
        assertThat(answer.status()).isEqualTo(ours);
        assertThat(answer.error().required("code").asText()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain(SECRET);
        assertThat(answer.header("x-signalbox-attempts")).hasValue("1");
        assertThat(answer.costUsd()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"200, text/html", "502, text/html", "200, application/json"})
    void survivesAWebPageInPlaceOfAnAnswer(int status, String type) {
        // Given
        upstream.answerNext(status, type, "<html><body>" + SECRET + "</body></html>");
        upstream.answerNext(200, "application/json", COMPLETION);

        // When
        Answer answer = client.chat(Chats.firstOf("Hello", "gpt-4o", "gpt-4o-mini"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-attempts")).hasValue("2");
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    @Test
    void splitsTheProvidersCountsAndKeepsWhatItDoesNotKnow() {
        // Given
        upstream.answerNext(200, "application/json", COMPLETION);

        // When
        Answer answer = client.chat(Chats.plain("gpt-4o-mini", "Hello", 64));

        // Then
        JsonNode body = answer.json();
        assertThat(body.required("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(body.required("service_tier").asText()).isEqualTo("odd");
        assertThat(body.at("/choices/0/message/reasoning_content").asText()).isEqualTo("kept");
        assertThat(answer.usage().required("prompt_tokens").intValue()).isEqualTo(100);
        assertThat(answer.usage().at("/prompt_tokens_details/cached_tokens").intValue())
                .isEqualTo(40);
        assertThat(answer.costUsd())
                .as("60 at $0.15, 40 cached at $0.075, 20 at $0.60 a million")
                .isEqualByComparingTo("0.000024");
    }

    @Test
    void sendsTheProviderItsOwnKeyAndNothingOfOurs() {
        // Given
        upstream.answerNext(200, "application/json", COMPLETION);

        // When
        client.chat(
                Chats.with(
                        Chats.plain("gpt-4o-mini", "Grüße", 64),
                        "\"signalbox\":{\"task\":\"light\"},\"seed\":7,\"odd\":{\"kept\":[1,2.50]}"),
                "x-signalbox-tags",
                "team=search",
                "cookie",
                "session=1");

        // Then
        RawUpstream.Received request =
                upstream.received().get(upstream.received().size() - 1);
        assertThat(request.head())
                .startsWith("POST /v1/chat/completions HTTP/1.1")
                .containsIgnoringCase("authorization: Bearer sk-raw")
                .doesNotContain("sb_live_", "x-signalbox", "cookie");
        JsonNode body = Json.read(request.body());
        assertThat(body.has("signalbox")).isFalse();
        assertThat(body.required("seed").intValue()).isEqualTo(7);
        assertThat(request.body()).contains("\"odd\":{\"kept\":[1,2.50]}", "Grüße");
        assertThat(body.required("model").asText()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void neverSendsATestKeysRequestToAPaidProvider() {
        // Given
        int before = upstream.received().size();
        GatewayClient test = gateway.client(gateway.process().firstRun().testKey());

        // When
        Answer named = test.chat(Chats.plain("gpt-4o-mini", "Hello", 64));
        Answer smart = test.chat(Chats.streamed("smart-select", "Hello", 64));

        // Then
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.header("x-signalbox-provider")).hasValue("sandbox");
        assertThat(smart.header("x-signalbox-provider")).hasValue("sandbox");
        assertThat(upstream.received()).hasSize(before);
    }

    @Test
    void listsOnlyTheModelsThatTheProviderServes() {
        // When
        Answer models = client.get("/v1/models");

        // Then
        assertThat(models.json().required("data").findValuesAsText("id"))
                .contains("gpt-4o-mini", "smart-select")
                .doesNotContain("sandbox/small", "claude-sonnet-4.5");
    }

    @Test
    void fallsBackFromAStreamThatBreaksOffBeforeItsFirstByte() {
        // Given
        upstream.answerNext("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
        upstream.answerNext(List.of(("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},"
                        + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                .getBytes(StandardCharsets.UTF_8)));

        // When
        Answer answer = client.chat(Chats.with(Chats.firstOf("Hello", "gpt-4o", "gpt-4o-mini"), "\"stream\":true"));

        // Then
        assertThat(answer.header("x-signalbox-model")).hasValue("gpt-4o-mini");
        assertThat(answer.text()).isEqualTo("Hi");
        assertThat(answer.isDone()).isTrue();
    }
}
