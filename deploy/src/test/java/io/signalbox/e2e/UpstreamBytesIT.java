package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.RawGateway;
import io.signalbox.e2e.gateway.RawUpstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams of a provider that the network cuts where it likes, through the whole gateway. */
@ExtendWith(RawGateway.Shared.class)
final class UpstreamBytesIT {

    private static final int AT_ONCE = 8;

    private static final String TEXT = "Grüße aus Zürich: 信号箱 🚂→🚉, “naïve” and a quote \" too";

    private static final String TRANSCRIPT = ": warming up\r\n\r\n"
            + event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
            + event("{\"content\":\"Grüße aus Zürich: \"}", "null")
            + event("{\"content\":\"信号箱 🚂\\u2192\\ud83d\\ude89, \"}", "null").replace("\r\n", "\n")
            + event("{\"content\":\"“naïve” and a quote \\\" too\"}", "null").replace("\r\n", "\r")
            + event("{}", "\"stop\"")
            + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024\","
            + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20,\"total_tokens\":29}}\r\n\r\n"
            + "data: [DONE]\r\n\r\n";

    private static RawUpstream upstream;
    private static GatewayClient client;

    @BeforeAll
    static void connect(RawGateway gateway) {
        upstream = gateway.upstream();
        client = gateway.client(gateway.process().firstRun().apiKey());
    }

    @Test
    void deliversTheSameTextWhereverTheUpstreamIsCut() {
        // Given
        byte[] whole = TRANSCRIPT.getBytes(StandardCharsets.UTF_8);
        List<List<byte[]>> scripts = IntStream.range(1, whole.length)
                .mapToObj(
                        cut -> List.of(Arrays.copyOfRange(whole, 0, cut), Arrays.copyOfRange(whole, cut, whole.length)))
                .toList();

        // When
        List<Answer> answers = ask(scripts);

        // Then
        assertThat(answers).hasSize(whole.length - 1).allSatisfy(answer -> assertWhole(answer));
    }

    @Test
    void deliversTheSameTextWhenEveryByteComesAlone() {
        // Given
        byte[] whole = TRANSCRIPT.getBytes(StandardCharsets.UTF_8);
        List<byte[]> bytes = IntStream.range(0, whole.length)
                .mapToObj(i -> Arrays.copyOfRange(whole, i, i + 1))
                .toList();

        // When
        List<Answer> answers = ask(List.of(bytes));

        // Then
        assertThat(answers).allSatisfy(answer -> assertWhole(answer));
    }

    @Test
    void neverEndsCleanlyWhenTheUpstreamEndsEarly() {
        // Given
        byte[] whole = TRANSCRIPT.getBytes(StandardCharsets.UTF_8);
        int afterFirstOutput = bytesBefore("信号箱");
        int beforeFinish = bytesBefore(event("{}", "\"stop\""));
        List<List<byte[]>> scripts = IntStream.rangeClosed(afterFirstOutput, beforeFinish)
                .mapToObj(end -> List.of(Arrays.copyOfRange(whole, 0, end)))
                .toList();

        // When
        List<Answer> answers = ask(scripts);

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.error().required("code").asText()).isEqualTo("stream_cut");
            assertThat(answer.isDone()).isTrue();
            assertThat(TEXT).startsWith(answer.text());
        });
    }

    @Test
    void fallsBackSilentlyWhenTheUpstreamEndsBeforeItsFirstOutput() {
        // Given
        String preamble = ": warming up\r\n\r\n" + event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
        upstream.answerNext(List.of(preamble.getBytes(StandardCharsets.UTF_8)));
        upstream.answerNext(List.of(TRANSCRIPT.getBytes(StandardCharsets.UTF_8)));

        // When
        Answer answer = client.chat(Chats.with(Chats.firstOf("Hello", "gpt-4o", "gpt-4o-mini"), "\"stream\":true"));

        // Then
        assertThat(answer.header("x-signalbox-attempts")).hasValue("2");
        assertThat(answer.header("x-signalbox-model")).hasValue("gpt-4o-mini");
        assertWhole(answer);
    }

    /** Asks once for every script, some at a time; which answer belongs to which script does not matter. */
    private static List<Answer> ask(List<List<byte[]>> scripts) {
        List<Answer> answers = new ArrayList<>();
        for (int from = 0; from < scripts.size(); from += AT_ONCE) {
            List<List<byte[]>> some = scripts.subList(from, Math.min(scripts.size(), from + AT_ONCE));
            some.forEach(upstream::answerNext);
            List<CompletableFuture<Answer>> under = some.stream()
                    .map(script -> client.chatLater(Chats.streamed("gpt-4o-mini", "Hello", 64)))
                    .toList();
            under.forEach(answer -> answers.add(answer.join()));
        }
        return answers;
    }

    private static void assertWhole(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(TEXT);
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.chunks()).allSatisfy(chunk -> {
            assertThat(chunk.required("model").asText()).isEqualTo("gpt-4o-mini");
            assertThat(chunk.has("error")).isFalse();
        });
        assertThat(answer.data()).noneMatch(data -> data.contains("\uFFFD"));
    }

    private static int bytesBefore(String part) {
        return TRANSCRIPT.substring(0, TRANSCRIPT.indexOf(part)).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\r\n\r\n";
    }
}
