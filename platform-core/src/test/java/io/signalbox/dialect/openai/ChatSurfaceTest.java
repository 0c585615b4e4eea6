package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a chat completions client gets from a provider that speaks something else. */
final class ChatSurfaceTest {

    private static final ChatSurface SURFACE = new ChatSurface();
    private static final UsageLine USAGE =
            new UsageLine(new TokenUsage(5, 3, 2, 0, 4, 6, 0, 0, 0), Optional.of(new Money(120_000)), false);

    private static AnswerHead head(String more) {
        RequestScan scan = SURFACE.read(
                Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + more + "}"));
        return new AnswerHead("req_1", "served", Instant.ofEpochSecond(7), scan);
    }

    private static List<String> stream(String more, Optional<Fault> fault, Delta... deltas) {
        StreamWriter writer = SURFACE.stream(head(more));
        Buffer out = Buffer.buffer();
        writer.write(Deltas.of(deltas), out);
        writer.finish(USAGE, "exact", fault, out);
        List<String> events = new ArrayList<>(List.of(out.toString().split("\n\n")));
        assertThat(events.remove(events.size() - 1)).isEqualTo("data: [DONE]");
        return events;
    }

    private static String choice(String event) throws Exception {
        var chunk = Json.read(event.substring("data: ".length()));
        assertThat(chunk.path("id").asText()).isEqualTo("chatcmpl-req_1");
        assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(chunk.path("model").asText()).isEqualTo("served");
        return chunk.path("choices").get(0).toString();
    }

    @Test
    void writesAWholeAnswerWithThoughtsTextAndCalls() throws Exception {
        // Given
        ChatResult result = new ChatResult(
                "x",
                List.of(new ChatResult.Choice(
                        0,
                        List.of(
                                new Part.Thinking("hm", Optional.of("sig")),
                                Part.Text.of("Grüße 🚂"),
                                Part.ToolCall.of("c1", "f", "{\"a\":1}")),
                        StopReason.TOOL_CALLS,
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty());

        // When
        var answer = Json.read(SURFACE.whole(result, head(""), USAGE).getBytes());

        // Then
        assertThat(answer.path("choices").get(0).toString())
                .isEqualTo(
                        "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Grüße 🚂\",\"refusal\":null,"
                                + "\"reasoning_content\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\","
                                + "\"signature\":\"sig\"}],\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}");
        assertThat(answer.path("usage").toString())
                .isEqualTo(
                        "{\"prompt_tokens\":10,\"completion_tokens\":10,\"total_tokens\":20,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"audio_tokens\":0},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":6,\"audio_tokens\":0},\"cost\":0.00012}");
    }

    @Test
    void streamsTheRoleOnceAndCallsByTheirOwnNumbers() throws Exception {
        // When
        List<String> events = stream(
                ",\"stream\":true",
                Optional.empty(),
                new Delta.Text(0, "日"),
                new Delta.CallBegun(0, 0, "c1", "f", Optional.empty()),
                new Delta.CallArguments(0, 0, "{\"a\":"),
                new Delta.CallBegun(0, 1, "c2", "g", Optional.empty()),
                new Delta.CallArguments(0, 1, "{}"),
                new Delta.Finished(0, StopReason.TOOL_CALLS, Optional.empty()));

        // Then
        assertThat(choice(events.get(0)))
                .isEqualTo("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"日\"},"
                        + "\"logprobs\":null,\"finish_reason\":null}");
        assertThat(choice(events.get(1)))
                .contains("{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}");
        assertThat(choice(events.get(2)))
                .contains("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}]}");
        assertThat(choice(events.get(4))).contains("\"index\":1,\"function\":{\"arguments\":\"{}\"}");
        assertThat(choice(events.get(5))).contains("\"delta\":{}", "\"finish_reason\":\"tool_calls\"");
        assertThat(events.get(6)).startsWith(": signalbox {\"cost_usd\":\"0.00012\",\"cost_status\":\"exact\"}");
        assertThat(events).hasSize(7);
    }

    @Test
    void streamsThoughtsWithWhatIsNeededToGiveThemBack() throws Exception {
        // When
        List<String> events = stream(
                ",\"stream\":true",
                Optional.empty(),
                new Delta.Thinking(0, "hm"),
                new Delta.Signature(0, "sig"),
                new Delta.RedactedThinking(0, "blob"));

        // Then
        assertThat(choice(events.get(0)))
                .contains(
                        "\"reasoning_content\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]");
        assertThat(choice(events.get(1)))
                .contains("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"\",\"signature\":\"sig\"}]");
        assertThat(choice(events.get(2)))
                .contains("\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"blob\"}]");
    }

    @Test
    void tellsUsageToWhoAskedAndTheFaultLast() {
        // When
        List<String> events = stream(
                ",\"stream\":true,\"stream_options\":{\"include_usage\":true}",
                Optional.of(Fault.of(FaultCode.STREAM_CUT, "cut")),
                new Delta.Text(0, "x"));

        // Then
        assertThat(events).hasSize(3);
        assertThat(events.get(1)).contains("\"choices\":[]", "\"prompt_tokens\":10", "\"cost\":0.00012");
        assertThat(events.get(2))
                .startsWith("data: {\"error\":{\"message\":\"cut\"")
                .contains("stream_cut");
    }
}
