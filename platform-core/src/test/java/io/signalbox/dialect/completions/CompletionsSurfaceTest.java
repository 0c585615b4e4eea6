package io.signalbox.dialect.completions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Delta;
import io.signalbox.chat.Deltas;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompletionsSurfaceTest {

    private static final UsageLine USAGE =
            new UsageLine(TokenUsage.ofText(3, 2), Optional.of(new Money(1_000_000)), false);

    private final CompletionsSurface surface = new CompletionsSurface();

    @Test
    void tellsAPromptAsAChat() {
        // When
        RequestScan scan = read("""
                {"model":"m", "prompt":"say \\"hi\\" \\u00fc", "max_tokens":7,"stop":["\\n"],"n":2,"temperature":0.5,"seed":4,"best_of":1,
                "echo":false,"logprobs":null,"suffix":null,"user":"u","stream":true,"stream_options":{"include_usage":true}}""");

        // Then
        assertThat(scan.wire()).isEqualTo(Wire.COMPLETIONS);
        assertThat(scan.facts().wire()).isEqualTo(Wire.COMPLETIONS);
        assertThat(scan.facts().choices()).isEqualTo(2);
        assertThat(scan.facts().outputTokens()).isEqualTo(14);
        assertThat(scan.facts().needs())
                .containsExactlyInAnyOrder(Feature.CHOICES, Feature.STOP, Feature.TEMPERATURE, Feature.SEED);
        assertThat(scan.facts().unknown()).isEmpty();
        assertThat(scan.includesUsage()).isTrue();
        ChatRequest chat = scan.chat();
        assertThat(chat.messages()).containsExactly(Message.of(Message.Role.USER, "say \"hi\" ü"));
        assertThat(chat.sampling().stop()).containsExactly("\n");
        assertThat(chat.hints().user()).hasValue("u");
        assertThat(chat.outputLimit()).isEqualTo(7);
    }

    @Test
    void readsAListOfOnePrompt() {
        assertThat(read("{\"model\":\"m\",\"prompt\":[\"hi\"]}").chat().messages())
                .containsExactly(Message.of(Message.Role.USER, "hi"));
    }

    @Test
    void givesAsManyTokensAsOpenAiWhenNoLimitIsGiven() {
        assertThat(read("{\"prompt\":\"hi\",\"model\":\"m\"}").outputLimit()).isEqualTo(16);
        assertThat(read("{\"prompt\":\"hi\",\"model\":\"m\",\"max_tokens\":null}")
                        .outputLimit())
                .isEqualTo(16);
    }

    @Test
    void refusesByNameWhatAChatModelCannotDo() {
        Map.ofEntries(
                        Map.entry("\"suffix\":\"x\"", "suffix"),
                        Map.entry("\"echo\":true", "echo"),
                        Map.entry("\"best_of\":2", "best_of"),
                        Map.entry("\"logprobs\":3", "logprobs"),
                        Map.entry("\"tools\":[]", "tools"),
                        Map.entry("\"messages\":[]", "messages"))
                .forEach((member, param) -> {
                    Fault refused = refusal("{\"model\":\"m\",\"prompt\":\"hi\"," + member + "}");
                    assertThat(refused.code()).as(member).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
                    assertThat(refused.param()).as(member).hasValue(param);
                });
        for (String prompt : List.of("[\"a\",\"b\"]", "[1,2]", "[[1]]", "[]")) {
            Fault refused = refusal("{\"model\":\"m\",\"prompt\":" + prompt + "}");
            assertThat(refused.code()).as(prompt).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
            assertThat(refused.param()).as(prompt).hasValue("prompt");
        }
    }

    @Test
    void namesTheParameterOfWhatIsWrong() {
        assertThat(refusal("{\"model\":\"m\"}").param()).hasValue("prompt");
        assertThat(refusal("{\"prompt\":\"hi\"}").param()).hasValue("model");
        assertThat(refusal("{\"model\":\"m\",\"prompt\":7}").param()).hasValue("prompt");
        assertThat(refusal("{\"model\":\"m\",\"prompt\":\"a\",\"prompt\":\"b\"}")
                        .param())
                .hasValue("prompt");
        assertThat(refusal("{\"model\":\"m\",\"prompt\":\"a\",\"n\":1,\"n\":2}").param())
                .hasValue("n");
        assertThat(refusal("{\"model\":\"m\",\"prompt\":\"a\"").code()).isEqualTo(FaultCode.INVALID_JSON);
    }

    @Test
    void writesTextCompletions() {
        // Given
        ChatResult result = new ChatResult(
                "x",
                List.of(
                        new ChatResult.Choice(
                                0,
                                List.of(new Part.Thinking("hm", Optional.empty()), Part.Text.of("one")),
                                StopReason.SEQUENCE,
                                Optional.empty(),
                                Optional.empty()),
                        new ChatResult.Choice(
                                1,
                                List.of(Part.Text.of("two")),
                                StopReason.LENGTH,
                                Optional.empty(),
                                Optional.empty())),
                Optional.empty());

        // When
        String answer = surface.whole(result, head("{\"model\":\"m\",\"prompt\":\"hi\"}"), USAGE)
                .toString();

        // Then
        assertThat(answer)
                .isEqualTo(
                        "{\"id\":\"cmpl-req_1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"served\",\"choices\":["
                                + "{\"text\":\"one\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"},"
                                + "{\"text\":\"two\",\"index\":1,\"logprobs\":null,\"finish_reason\":\"length\"}],"
                                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0},\"cost\":0.001}}");
    }

    @Test
    void streamsTextCompletions() {
        // Given
        Buffer out = Buffer.buffer();
        StreamWriter writer = surface.stream(head("{\"model\":\"m\",\"prompt\":\"hi\",\"stream\":true}"));

        // When
        writer.write(Deltas.of(new Delta.Thinking(0, "hm"), new Delta.Text(0, "a\"b")), out);
        writer.write(Deltas.of(new Delta.Finished(0, StopReason.STOP, Optional.empty())), out);
        writer.finish(USAGE, "exact", Optional.empty(), out);

        // Then
        String head =
                "data: {\"id\":\"cmpl-req_1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"served\",\"choices\":";
        assertThat(out.toString())
                .isEqualTo(head
                        + "[{\"text\":\"a\\\"b\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}\n\n" + head
                        + "[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n"
                        + ": signalbox {\"cost_usd\":\"0.001\",\"cost_status\":\"exact\"}\n\ndata: [DONE]\n\n");
    }

    @Test
    void tellsUsageAndFaultAtTheEndOfAStream() {
        // Given
        Buffer out = Buffer.buffer();
        StreamWriter writer = surface.stream(head(
                "{\"model\":\"m\",\"prompt\":\"hi\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}"));

        // When
        writer.finish(USAGE, "exact", Optional.of(Fault.of(FaultCode.STREAM_CUT, "It was cut.")), out);

        // Then
        assertThat(out.toString().split("\n\n"))
                .satisfiesExactly(
                        usage -> assertThat(usage).contains("\"choices\":[],\"usage\":{\"prompt_tokens\":3"),
                        error -> assertThat(error).contains("\"code\":\"stream_cut\""),
                        done -> assertThat(done).isEqualTo("data: [DONE]"));
    }

    private AnswerHead head(String request) {
        return new AnswerHead("req_1", "served", Instant.ofEpochSecond(1), read(request));
    }

    private RequestScan read(String body) {
        return surface.read(Buffer.buffer(body));
    }

    private Fault refusal(String body) {
        return catchThrowableOfType(Fault.class, () -> read(body));
    }
}
