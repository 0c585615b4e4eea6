package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a provider does not tell is counted here: the prompt from the request, the output from what was delivered. */
@ExtendWith(RawGateway.Shared.class)
final class CountedIT {

    /** Ten tokens of o200k; four more for a message's frame. */
    private static final String SENTENCE = "The quick brown fox jumps over the lazy dog.";

    private static final int PROMPT_TOKENS = 14;
    private static final int OUTPUT_TOKENS = 10;

    private final RawUpstream upstream;
    private final GatewayClient client;

    CountedIT(RawGateway gateway) {
        this.upstream = gateway.upstream();
        this.client = gateway.client(gateway.process().firstRun().apiKey());
    }

    @Test
    void countsAWholeAnswer() {
        // Given
        upstream.answerNext(
                200,
                "application/json",
                "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                        + SENTENCE + "\"},\"finish_reason\":\"stop\"}]}");

        // When
        Answer answer = client.chat(asked(""));

        // Then
        assertCounted(answer.usage(), OUTPUT_TOKENS);
        assertThat(answer.header("x-signalbox-cost-status")).hasValue("estimated");
        // 14 at $0.15 and 10 at $0.60 a million.
        assertThat(answer.costUsd()).isEqualByComparingTo("0.0000081");
    }

    @Test
    void countsAStreamWhoseProviderDoesNotTell() {
        // Given
        List<byte[]> pieces = words();
        pieces.add("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
                .getBytes(StandardCharsets.UTF_8));
        upstream.answerNext(pieces);

        // When
        Answer answer = client.chat(asked(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        // Then
        assertThat(answer.isDone()).isTrue();
        assertCounted(answer.usage(), OUTPUT_TOKENS);
    }

    @Test
    void countsWhatWasDeliveredOfAStreamThatBreaks() {
        // Given
        upstream.answerNext(words().subList(0, 5));

        // When
        Answer answer = client.chat(asked(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        // Then
        List<JsonNode> chunks = answer.chunks();
        assertThat(answer.error().required("code").textValue()).isEqualTo("stream_cut");
        assertCounted(chunks.get(chunks.size() - 2).required("usage"), 5);
    }

    private static void assertCounted(JsonNode usage, int output) {
        assertThat(usage.required("estimated").booleanValue()).isTrue();
        assertThat(usage.required("prompt_tokens").intValue()).isEqualTo(PROMPT_TOKENS);
        assertThat(usage.required("completion_tokens").intValue()).isEqualTo(output);
        assertThat(usage.required("cost").decimalValue()).isPositive();
    }

    /** An event for each word of the sentence. */
    private static List<byte[]> words() {
        List<byte[]> pieces = new ArrayList<>();
        for (String word : SENTENCE.split("(?= )")) {
            pieces.add(("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word
                            + "\"},\"finish_reason\":null}]}\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return pieces;
    }

    private static String asked(String more) {
        return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"" + SENTENCE + "\"}]" + more
                + "}";
    }
}
