package io.signalbox.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Capabilities;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.Piece;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Responses client gets from a provider that speaks the same: its bytes. */
final class ResponsesEventTest {

    private static final ResponsesSurface SURFACE = new ResponsesSurface();
    private static final ResponsesDialect DIALECT = new ResponsesDialect();
    private static final UsageLine USAGE =
            new UsageLine(new TokenUsage(5, 0, 0, 0, 4, 0, 0, 0, 0), Optional.of(new Money(120_000)), false);
    private static final String RUNNING =
            "{\"type\":\"response.created\", \"sequence_number\":0,\"response\":{\"id\":\"resp_up\","
                    + "\"model\":\"gpt-up\",\"usage\":null,\"new\":1.50} }";
    private static final String DELTA =
            "{\"type\":\"response.output_text.delta\",\"sequence_number\":4,\"item_id\":\"msg_1\","
                    + "\"output_index\":0,\"content_index\":0,\"delta\":\"日\\u672c\",\"logprobs\":[],\"obfuscation\":\"x\"}";
    private static final String DONE =
            "{\"response\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":4,\"total_tokens\":9},"
                    + "\"output\":[{\"a\":1e9}],\"id\":\"resp_up\",\"status\":\"completed\",\"model\":\"gpt-up\"},"
                    + "\"type\":\"response.completed\",\"sequence_number\":9}";

    private static ProviderCall call(String more) {
        return Calls.of("openai", ResponsesScan.read(Buffer.buffer("{\"model\":\"m\",\"input\":\"x\"" + more + "}")));
    }

    private static String stream(Optional<Fault> fault, String... datas) {
        ProviderCall call = call(",\"stream\":true");
        StreamWriter writer = SURFACE.stream(new AnswerHead("req_1", "served", Instant.ofEpochSecond(7), call.scan()));
        var pieces = DIALECT.pieces(call);
        Buffer out = Buffer.buffer();
        for (String each : datas) {
            writer.write(pieces.read(frame(each)), out);
        }
        writer.finish(USAGE, "exact", fault, out);
        return out.toString();
    }

    private static Frame frame(String data) {
        return new Frame(Frame.MESSAGE, data.getBytes(StandardCharsets.UTF_8));
    }

    private static Piece piece(String data) {
        return DIALECT.pieces(call("")).read(frame(data));
    }

    @Test
    void asksAProviderToStoreNothing() {
        // Given
        ProviderCall call = call(",\"vendor\" : {\"x\":1}");

        // When
        var out = DIALECT.write(call);

        // Then
        assertThat(call.isNative()).isTrue();
        assertThat(out.path()).isEqualTo("/responses");
        assertThat(out.headers().get("authorization")).isEqualTo("Bearer secret-key");
        assertThat(out.body().toString())
                .isEqualTo("{\"model\":\"upstream-model\",\"input\":\"x\",\"vendor\" : {\"x\":1},\"store\":false}");
    }

    @Test
    void asksForThoughtsOnlyWhereThereAreAny() {
        // Given
        var provider = Calls.provider("openai");
        var plain = Calls.deployment(provider, new Capabilities(true, true, true, false));
        var unknown = Calls.deployment(provider, Capabilities.UNKNOWN);
        var thinking = Calls.deployment(provider, new Capabilities(Capabilities.RARE));

        // Then
        assertThat(DIALECT.write(Calls.of(thinking, call("").scan(), 0)).body().toString())
                .contains("\"include\":[\"reasoning.encrypted_content\"]");
        assertThat(DIALECT.write(Calls.of(plain, call("").scan(), 0)).body().toString())
                .doesNotContain("include");
        assertThat(DIALECT.write(Calls.of(unknown, call("").scan(), 0)).body().toString())
                .doesNotContain("include");
        assertThat(DIALECT.write(Calls.of(
                                unknown,
                                call(",\"reasoning\":{\"effort\":\"low\"}").scan(),
                                0))
                        .body()
                        .toString())
                .contains("\"include\"");
    }

    @Test
    void passesEventsAndHoldsTheLastForTheUsage() {
        // When
        String stream = stream(Optional.empty(), RUNNING, DELTA, DONE);

        // Then
        assertThat(stream)
                .isEqualTo("event: response.created\ndata: " + RUNNING.replace("gpt-up", "served") + "\n\n"
                        + "event: response.output_text.delta\ndata: " + DELTA + "\n\n"
                        + "event: response.completed\ndata: "
                        + DONE.replace("gpt-up", "served")
                                .replace("\"total_tokens\":9", "\"total_tokens\":9,\"cost\":0.00012")
                        + "\n\n");
    }

    @Test
    void endsABrokenStreamWithTheProvidersIdAndTheNextNumber() {
        // When
        String stream = stream(Optional.of(Fault.of(FaultCode.STREAM_CUT, "cut")), RUNNING, DELTA);

        // Then
        assertThat(stream)
                .contains("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":5,"
                        + "\"response\":{\"id\":\"resp_up\"")
                .contains("event: error\ndata: {\"type\":\"error\",\"sequence_number\":6,")
                .doesNotContain("response.completed");
    }

    @Test
    void isCompleteWithTheWholeResponse() {
        // Given
        var pieces = DIALECT.pieces(call(""));

        // Then
        pieces.read(frame(DELTA));
        assertThat(pieces.isComplete()).isFalse();
        assertThat(pieces.read(frame(DONE)).usage()).contains(TokenUsage.ofText(5, 4));
        assertThat(pieces.isComplete()).isTrue();
        assertThat(pieces.isEnd(frame("[DONE]"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.created",
                "response.queued",
                "response.in_progress",
                "response.output_item.added",
                "response.content_part.added",
                "response.reasoning_summary_part.added"
            })
    void hasNotBegunWithThePreamble(String type) {
        assertThat(piece("{\"type\":\"" + type + "\",\"sequence_number\":0}").begins())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.output_text.delta",
                "response.function_call_arguments.delta",
                "response.web_search_call.searching",
                "response.output_item.done",
                "response.incomplete"
            })
    void hasBegunWithAnythingElse(String type) {
        assertThat(piece("{\"type\":\"" + type + "\",\"sequence_number\":0}").begins())
                .isTrue();
    }

    @Test
    void countsWhatIsProducedOnce() {
        assertThat(piece(DELTA).outputBytes()).isGreaterThanOrEqualTo(6);
        assertThat(piece(DONE).outputBytes()).isZero();
        assertThat(piece(RUNNING).usage()).isEmpty();
    }

    @Test
    void failsWithWhatTheProviderReports() {
        assertThatThrownBy(() -> piece("{\"type\":\"response.failed\",\"response\":{\"error\":"
                        + "{\"code\":\"rate_limit_exceeded\",\"message\":\"x\"}}}"))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_RATE_LIMITED));
        assertThatThrownBy(() -> piece("{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"x\"}"))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_ERROR));
        assertThatThrownBy(() -> piece("{"))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED));
    }

    /** Whatever else a response holds, in whatever order and white space, reaches the client byte for byte. */
    @Test
    void changesNothingButModelAndUsageOfAWholeResponse() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            // Given
            List<String> members = new ArrayList<>(List.of(
                    "\"output\":[{\"type\":\"message\",\"new\":[1e400,-0.0,\"🙂\"]}]",
                    "\"vendör\" : {\"model\":\"inner\",\"usage\":{}}",
                    "\"temperature\":1.0",
                    "\"error\":null",
                    "\"store\":false"));
            List<String> changing = new ArrayList<>();
            if (random.nextBoolean()) {
                changing.add("\"model\":\"gpt-up\"");
            }
            if (random.nextBoolean()) {
                changing.add("\"usage\":"
                        + List.of("null", "{}", "{ \"cost\":3 , \"input_tokens\":5,\"output_tokens\":4}")
                                .get(random.nextInt(3)));
            }
            members.addAll(changing);
            Collections.shuffle(members, random);
            String gap = List.of("", " ", "\n\t").get(random.nextInt(3));
            String body = gap + "{" + gap + String.join(gap + "," + gap, members) + gap + "}" + gap;

            // When
            String rendered = SURFACE.whole(
                            DIALECT.readWhole(call(""), Buffer.buffer(body)),
                            new AnswerHead("req_1", "served", Instant.ofEpochSecond(7), call("").scan()),
                            USAGE)
                    .toString();

            // Then
            var tree = Json.read(rendered);
            assertThat(tree.path("model").asText()).as(body).isEqualTo("served");
            assertThat(tree.path("usage").path("cost").decimalValue().toString())
                    .isEqualTo("0.00012");
            assertThat(tree.path("usage").path("input_tokens").asInt()).isEqualTo(5);
            members.removeAll(changing);
            assertThat(rendered).contains(members);
        }
    }
}
