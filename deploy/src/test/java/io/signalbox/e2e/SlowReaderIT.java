package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that read slowly, or leave: the provider must feel it, and what it sent must be paid for. */
@ExtendWith(RawGateway.Shared.class)
final class SlowReaderIT {

    private static final int PIECES = 64 * 1024;
    private static final long BUFFERED_MAX = 24L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofMillis(700);
    private static final Duration RESET_LIMIT = Duration.ofSeconds(2);

    private static final byte[] PIECE =
            ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                            + "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                            + "x".repeat(900)
                            + "\"},\"finish_reason\":null}]}\n\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static RawUpstream upstream;
    private static GatewayClient client;

    @BeforeAll
    static void connect(RawGateway gateway) {
        upstream = gateway.upstream();
        client = gateway.client(gateway.process().firstRun().apiKey());
    }

    @Test
    void holdsTheProviderBackWhileAClientDoesNotReadAndLetsGoWhenItLeaves() throws Exception {
        // Given
        upstream.answerNext(Collections.nCopies(PIECES, PIECE));
        int cutOffBefore = upstream.cutOff();
        long before = upstream.written();

        // When
        HttpResponse<InputStream> answer = client.open(Chats.streamed("gpt-4o-mini", "Hello"));

        // Then
        String requestId = answer.headers().firstValue("x-request-id").orElseThrow();
        try (InputStream unread = answer.body()) {
            assertThat(unread.read()).isNotNegative();
            awaitQuiet(before);
            assertThat(upstream.written() - before).as("bytes under way").isLessThan(BUFFERED_MAX);
        }
        Eventually.holds(
                RESET_LIMIT,
                "the provider is cut off",
                () -> assertThat(upstream.cutOff()).isGreaterThan(cutOffBefore));
        Answer record = Eventually.within(PATIENCE, "the request is recorded", () -> {
            Answer found = client.get("/v1/requests/" + requestId);
            assertThat(found.status()).isEqualTo(200);
            return found;
        });
        assertThat(record.json().required("code").asText()).isEqualTo("client_gone");
        assertThat(record.json().required("cost_status").asText()).isEqualTo("estimated");
        assertThat(new BigDecimal(record.json().required("cost_usd").asText())).isPositive();
    }

    /** Until nothing has been written for a while. */
    private static void awaitQuiet(long before) {
        AtomicLong last = new AtomicLong(-1);
        AtomicLong since = new AtomicLong();
        Eventually.holds(PATIENCE, "the provider is held back", () -> {
            long written = upstream.written();
            if (last.getAndSet(written) != written) {
                since.set(System.nanoTime());
            }
            assertThat(System.nanoTime() - since.get()).isGreaterThan(QUIET.toNanos());
            assertThat(written).isGreaterThan(before);
        });
    }

    @Test
    void deliversAStreamOfMegabytesWhole() {
        // Given
        int pieces = PIECES / 16;
        List<byte[]> script = new ArrayList<>(Collections.nCopies(pieces, PIECE));
        script.add("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        upstream.answerNext(script);

        // When
        Answer answer = client.chat(Chats.streamed("gpt-4o-mini", "Hello"));

        // Then
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.text()).hasSize(900 * pieces);
    }
}
