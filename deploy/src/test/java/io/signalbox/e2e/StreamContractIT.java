package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Maker;
import io.signalbox.e2e.gateway.RawProviders;
import io.signalbox.e2e.gateway.RawUpstream;
import io.signalbox.e2e.gateway.RawUpstream.Ending;
import io.signalbox.e2e.gateway.Shape;
import io.signalbox.e2e.gateway.Tongue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The published stream contract: every fault of a provider's stream at every surface, before the first output and after it. */
@ExtendWith(RawProviders.Shared.class)
final class StreamContractIT {

    private static final String SECRET = "org-SECRET-internal-host";
    private static final String TEXT = "The quick brown fox jumps over the lazy dog";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How a stream fails, and what is told of it. */
    private enum Failing {
        CUT(Ending.CUT, 502, "stream_cut"),
        UNENDED(Ending.ORDERLY, 502, "stream_cut"),
        ERROR(Ending.SILENCE, 502, "provider_error"),
        MALFORMED(Ending.SILENCE, 502, "provider_malformed"),
        SILENT(Ending.SILENCE, 504, "provider_timeout");

        private final Ending ending;
        private final int status;
        private final String code;

        Failing(Ending ending, int status, String code) {
            this.ending = ending;
            this.status = status;
            this.code = code;
        }

        /** What the provider says after {@code before}, as the last. */
        List<byte[]> after(Tongue tongue, List<byte[]> before) {
            List<byte[]> pieces = new ArrayList<>(before);
            if (this == ERROR) {
                pieces.add(tongue.error(SECRET));
            } else if (this == MALFORMED) {
                pieces.add(tongue.malformed());
            }
            return pieces;
        }
    }

    private record Case(Shape shape, Maker maker, Failing failing) {

        Tongue tongue() {
            return maker.tongue(shape);
        }
    }

    private final RawProviders gateway;
    private final GatewayClient client;

    StreamContractIT(RawProviders gateway) {
        this.gateway = gateway;
        this.client = gateway.client();
    }

    @TestFactory
    Stream<DynamicTest> fallsBackSilentlyBeforeTheFirstOutput() {
        return each((at, upstream) -> {
            // Given
            upstream.answerNext(
                    at.failing().ending,
                    at.failing().after(at.tongue(), List.of(at.tongue().preamble())));
            upstream.answerNext(List.of(
                    at.tongue().preamble(),
                    at.tongue().output(TEXT),
                    at.tongue().end()));

            // When
            Answer answer = ask(at, at.maker().models());

            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header("x-signalbox-attempts")).hasValue("2");
            assertThat(answer.header("x-signalbox-model")).hasValue(at.maker().model());
            assertThat(at.shape().text(answer)).isEqualTo(TEXT);
            assertThat(answer.body()).doesNotContain("\"error\":{");
            assertEndsWell(at.shape(), answer);
        });
    }

    @TestFactory
    Stream<DynamicTest> failsAsJsonBeforeTheFirstOutput() {
        return each((at, upstream) -> {
            // Given
            upstream.answerNext(
                    at.failing().ending,
                    at.failing().after(at.tongue(), List.of(at.tongue().preamble())));

            // When
            Answer answer = ask(at, List.of(at.maker().model()));

            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(at.failing().status);
            assertThat(answer.header("content-type")).hasValue("application/json");
            assertError(at, answer.json());
            assertThat(answer.json().path("type").asText("")).isEqualTo(at.shape() == Shape.MESSAGES ? "error" : "");
            assertThat(answer.body()).doesNotContain(SECRET);
        });
    }

    @TestFactory
    Stream<DynamicTest> endsWithAnErrorAfterOutput() {
        return each((at, upstream) -> {
            // Given
            List<byte[]> begun = List.of(at.tongue().preamble(), at.tongue().output(TEXT));
            upstream.answerNext(at.failing().ending, at.failing().after(at.tongue(), begun));

            // When
            Answer answer = ask(at, at.maker().models());

            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(at.shape().text(answer)).isEqualTo(TEXT);
            assertThat(answer.header("x-signalbox-attempts")).hasValue("1");
            assertThat(answer.body()).doesNotContain(SECRET).endsWith("\n\n");
            assertBreaksOff(at, answer);
            assertSettled(at, answer);
        });
    }

    private static void assertBreaksOff(Case at, Answer answer) {
        List<JsonNode> events = answer.chunks();
        JsonNode last = events.get(events.size() - 1);
        assertError(at, last);
        switch (at.shape()) {
            case CHAT, COMPLETIONS -> {
                assertThat(answer.isDone()).isTrue();
                assertThat(events)
                        .noneMatch(event -> event.at("/choices/0/finish_reason").isTextual());
            }
            case MESSAGES -> {
                assertThat(answer.body()).contains("event: error\ndata: ");
                assertThat(last.required("type").textValue()).isEqualTo("error");
                assertThat(types(events)).doesNotContain("message_stop", "message_delta", "content_block_stop");
            }
            case RESPONSES -> {
                JsonNode failed = events.get(events.size() - 2);
                assertThat(types(events)).endsWith("response.failed", "error").doesNotContain("response.completed");
                assertThat(failed.at("/response/status").textValue()).isEqualTo("failed");
                assertThat(failed.at("/response/error/code").textValue()).isEqualTo("server_error");
                assertThat(events.stream()
                                .map(event -> event.required("sequence_number").intValue()))
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static void assertEndsWell(Shape shape, Answer answer) {
        List<JsonNode> events = answer.chunks();
        switch (shape) {
            case CHAT, COMPLETIONS -> {
                assertThat(answer.isDone()).isTrue();
                assertThat(events)
                        .anyMatch(event ->
                                event.at("/choices/0/finish_reason").asText().equals("stop"));
            }
            case MESSAGES -> assertThat(types(events)).endsWith("message_delta", "message_stop");
            case RESPONSES -> assertThat(types(events)).endsWith("response.completed");
        }
    }

    /** The error as every surface has it, in an event or alone. */
    private static void assertError(Case at, JsonNode holder) {
        JsonNode error = holder.required("error");
        assertThat(error.required("code").textValue()).isEqualTo(at.failing().code);
        assertThat(error.required("message").textValue()).isNotBlank();
        assertThat(error.required("type").textValue()).isNotBlank();
        JsonNode idHolder = at.shape() == Shape.MESSAGES ? holder : error;
        assertThat(idHolder.required("request_id").textValue()).startsWith("req_");
    }

    private void assertSettled(Case at, Answer answer) {
        JsonNode record = Eventually.within(PATIENCE, "the request is recorded", () -> {
            Answer found = client.get("/v1/requests/" + answer.requestId());
            assertThat(found.status()).isEqualTo(200);
            return found.json();
        });
        assertThat(record.required("code").asText()).isEqualTo(at.failing().code);
        assertThat(record.required("cost_status").asText()).isEqualTo("estimated");
        assertThat(new BigDecimal(record.required("cost_usd").asText())).isPositive();
        assertThat(record.at("/usage/output").intValue()).isBetween(8, 20);
        assertThat(record.at("/usage/input").intValue()).isPositive();
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private Answer ask(Case at, List<String> models) {
        return client.send("POST", at.shape().path(), at.shape().streamed(models));
    }

    private Stream<DynamicTest> each(BiConsumer<Case, RawUpstream> test) {
        return Stream.of(Shape.values())
                .flatMap(shape -> Stream.of(Maker.values())
                        .flatMap(maker -> Stream.of(Failing.values())
                                .map(failing -> DynamicTest.dynamicTest(
                                        shape + " at " + maker + ": " + failing,
                                        () -> test.accept(new Case(shape, maker, failing), gateway.upstream(maker))))));
    }
}
