package io.signalbox.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.OutputSample;
import io.signalbox.chat.Piece;
import io.signalbox.chat.Reply;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of Anthropic's that is served by Anthropic: nothing is translated, and what nobody here knows passes byte for byte. */
final class MessagesNativeTest {

    private static final MessagesSurface SURFACE = new MessagesSurface();
    private static final AnthropicDialect DIALECT = new AnthropicDialect();
    private static final String BODY =
            "{\"model\":\"anthropic/claude\",\"max_tokens\":50,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final RequestScan SCAN = SURFACE.read(
            Buffer.buffer(BODY),
            MultiMap.caseInsensitiveMultiMap().add("anthropic-beta", "b-2026").add("cookie", "c"));
    private static final ProviderCall CALL = Calls.of("anthropic", SCAN);
    private static final AnswerHead HEAD = new AnswerHead("req_1", "anthropic/claude", Instant.EPOCH, SCAN);
    private static final UsageLine USAGE =
            new UsageLine(TokenUsage.ofText(10, 20), Optional.of(Money.ofUsd("0.5")), false);

    @Test
    void asksTheProviderInTheClientsOwnBytes() {
        // When
        Outbound outbound = DIALECT.write(CALL);

        // Then
        assertThat(outbound.path()).isEqualTo("/messages");
        assertThat(outbound.body().toString()).isEqualTo(BODY.replace("anthropic/claude", "upstream-model"));
        assertThat(outbound.headers().get("x-api-key")).isEqualTo("secret-key");
        assertThat(outbound.headers().get("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(outbound.headers().get("anthropic-beta")).isEqualTo("b-2026");
        assertThat(outbound.headers().contains("cookie")).isFalse();
    }

    @Test
    void asksForACountWithoutWhatIsAboutTheAnswer() {
        // Given
        RequestScan scan = SURFACE.readCount(
                Buffer.buffer(
                        "{\"model\":\"m\",\"signalbox\":{},\"stream\":true,\"metadata\":{\"user_id\":\"u\"},\"max_tokens\":5,"
                                + "\"system\":\"s\", \"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"),
                MultiMap.caseInsensitiveMultiMap());
        AnthropicCounts counts = new AnthropicCounts();

        // When
        Outbound outbound = counts.write(Calls.of("anthropic", scan));

        // Then
        assertThat(scan.stream()).isFalse();
        assertThat(outbound.path()).isEqualTo("/messages/count_tokens");
        assertThat(outbound.headers().get("x-api-key")).isEqualTo("secret-key");
        assertThat(outbound.body().toString())
                .isEqualTo(
                        "{\"model\":\"upstream-model\",\"system\":\"s\", \"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(counts.readWhole(CALL, Buffer.buffer("{\"input_tokens\":12}"))
                        .usage())
                .contains(TokenUsage.ofText(12, 0));
        assertThatThrownBy(() -> counts.readWhole(CALL, Buffer.buffer("{}"))).isInstanceOf(Fault.class);
    }

    @Test
    void passesAWholeAnswer() {
        // Given
        String body =
                "{\"id\":\"msg_9\", \"model\":\"claude-x\",\"content\":[{\"type\":\"text\",\"text\":\"h\\u00fc\"},"
                        + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\": 1}},{\"type\":\"web_search_tool_result\",\"content\":[\"found\"]}],"
                        + "\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":4,\"output_tokens\":5,\"output_tokens_details\":{\"thinking_tokens\":2}}}";

        // When
        Reply reply = DIALECT.readWhole(CALL, Buffer.buffer(body));

        // Then
        assertThat(reply.usage()).contains(new TokenUsage(3, 4, 0, 0, 3, 2, 0, 0, 0));
        assertThat(reply.outputBytes()).isEqualTo("h\\u00fc".length() + 1 + "{\"a\": 1}".length());
        assertThat(SURFACE.whole(reply, HEAD, USAGE).toString())
                .isEqualTo(body.replace("claude-x", "anthropic/claude")
                        .replace("\"thinking_tokens\":2}}", "\"thinking_tokens\":2},\"cost\":0.5}"));
    }

    @Test
    void keepsRandomVendorMembersOfAWholeAnswer() {
        for (int seed = 0; seed < 300; seed++) {
            // Given
            RandomJson random = new RandomJson(new Random(seed));
            String body = "{" + random.members(3) + "\"model\" : \"claude-x\"," + random.members(2) + "\"content\":[{"
                    + random.members(2) + "\"type\":\"text\",\"text\":\"x\"}],\"usage\": {" + random.members(2)
                    + "\"input_tokens\":1,\"output_tokens\":2" + random.moreMembers(2) + "}" + random.moreMembers(2)
                    + "}\n";

            // When
            Reply reply = DIALECT.readWhole(CALL, Buffer.buffer(body));

            // Then
            String answer = SURFACE.whole(reply, HEAD, USAGE).toString();
            assertThat(answer.replace(",\"cost\":0.5", ""))
                    .as("seed %s", seed)
                    .isEqualTo(body.replace("claude-x", "anthropic/claude"));
            assertThat(reply.usage()).contains(TokenUsage.ofText(1, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}", "{\"content\":7}", "{\"model\":\"x\",\"usage\":{}}"})
    void takesNothingElseForAnAnswer(String body) {
        assertThatThrownBy(() -> DIALECT.readWhole(CALL, Buffer.buffer(body)))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED));
    }

    @Test
    void passesAStream() {
        // Given
        List<String> events = List.of(
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_9\",\"model\":\"claude-x\",\"content\":[],\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":2,\"output_tokens\":1}}}",
                "{\"type\": \"ping\"}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Gr\\u00fc\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}");

        // When
        List<Piece> pieces = pieces(framed(events));

        // Then
        assertThat(pieces).extracting(Piece::begins).containsExactly(false, false, false, true, false, true);
        assertThat(pieces).extracting(Piece::outputBytes).containsExactly(0, 0, 0, 8, 0, 0);
        assertThat(pieces.get(0).usage()).contains(new TokenUsage(7, 0, 2, 0, 1, 0, 0, 0, 0));
        assertThat(pieces.subList(1, 5))
                .allSatisfy(piece -> assertThat(piece.usage()).isEmpty());
        assertThat(pieces.get(5).usage()).contains(new TokenUsage(7, 0, 2, 0, 9, 0, 0, 0, 0));
        assertThat(written(pieces))
                .isEqualTo(framed(events)
                        .replace("claude-x", "anthropic/claude")
                        .replace("\"output_tokens\":9}", "\"output_tokens\":9,\"cost\":0.5}"));
    }

    @Test
    void keepsRandomVendorMembersOfAStream() {
        for (int seed = 0; seed < 300; seed++) {
            // Given
            RandomJson random = new RandomJson(new Random(seed));
            List<String> events = List.of(
                    "{" + random.members(2) + "\"type\":\"message_start\",\"message\":{" + random.members(2)
                            + "\"model\":\"claude-x\"" + random.moreMembers(2) + "}" + random.moreMembers(2) + "}",
                    "{" + random.members(2) + "\"type\":\"new_event\"" + random.moreMembers(2) + "}",
                    "{\"type\":\"content_block_delta\",\"delta\":{" + random.members(2) + "\"text\":\"x\"}"
                            + random.moreMembers(2) + "}",
                    "{" + random.members(2) + "\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\""
                            + random.moreMembers(2) + "},\"usage\":{" + random.members(2)
                            + "\"input_tokens\":1,\"output_tokens\":9" + random.moreMembers(2) + "}}");

            // When
            String written = written(pieces(framed(events)));

            // Then
            assertThat(written.replace(",\"cost\":0.5", ""))
                    .as("seed %s", seed)
                    .isEqualTo(framed(events).replace("claude-x", "anthropic/claude"));
        }
    }

    @Test
    void joinsDataThatCameInSeveralLines() {
        // When
        List<Piece> pieces = pieces("event: ping\ndata: {\"type\":\ndata: \"ping\"}\n\n");

        // Then
        Buffer out = Buffer.buffer();
        SURFACE.stream(HEAD).write(pieces.get(0), out);
        assertThat(out.toString()).isEqualTo("event: ping\ndata: {\"type\": \"ping\"}\n\n");
    }

    @Test
    void keepsASampleOfWhatWasSaid() {
        // Given
        OutputSample sample = new OutputSample(1_000);

        // When
        pieces(
                        "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Gr\\u00fc\"}}\n\n")
                .forEach(piece -> piece.sample(sample));

        // Then
        assertThat(sample.text()).isEqualTo("Grü");
    }

    @Test
    void breaksOffAtAnErrorEvent() {
        assertThatThrownBy(
                        () -> pieces(
                                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"))
                .isInstanceOf(Fault.class);
    }

    private static String framed(List<String> events) {
        StringBuilder text = new StringBuilder();
        for (String each : events) {
            String type = each.replaceAll(
                    "(?s).*\"type\": ?\"(message_start|ping|content_block_\\w+|message_delta|new_event)\".*", "$1");
            text.append("event: ")
                    .append(type)
                    .append("\ndata: ")
                    .append(each.replace('\n', ' '))
                    .append("\n\n");
        }
        return text + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    private static List<Piece> pieces(String stream) {
        List<Piece> pieces = new ArrayList<>();
        PieceReader reader = DIALECT.pieces(CALL);
        FrameReader frames = DIALECT.frames(frame -> read(reader, frame, pieces));
        frames.read(stream.getBytes(StandardCharsets.UTF_8));
        return pieces;
    }

    private static void read(PieceReader reader, Frame frame, List<Piece> to) {
        if (!reader.isEnd(frame)) {
            to.add(reader.read(frame));
        }
    }

    private static String written(List<Piece> pieces) {
        StreamWriter writer = SURFACE.stream(HEAD);
        Buffer out = Buffer.buffer();
        pieces.forEach(each -> writer.write(each, out));
        writer.finish(USAGE, "exact", Optional.empty(), out);
        return out.toString();
    }
}
