package io.signalbox.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.chat.OutputSample;
import io.signalbox.dialect.openai.CompletionChunk;
import io.signalbox.dialect.openai.CompletionScan;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TokenCounterTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenCounter COUNTER = new TokenCounter(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void countsAsOpenAiDoes() {
        // The figures are tiktoken's for o200k_base.
        assertThat(await(COUNTER.count("hello world"))).isEqualTo(2);
        assertThat(await(COUNTER.count("The quick brown fox jumps over the lazy dog.")))
                .isEqualTo(10);
        assertThat(await(COUNTER.count(""))).isZero();
    }

    @Test
    void cutsALongTextWithoutCountingMuchElse() {
        // Given
        String sentence = "The quick brown fox jumps over the lazy dog. ";

        // When
        long many = await(COUNTER.count(sentence.repeat(1_000)));

        // Then
        assertThat(many).isBetween(9_900L, 10_200L);
    }

    @Test
    @Timeout(20)
    void countsARunWithoutABreakInLittleTime() {
        // Given
        String run = "a".repeat(TokenCounter.CHARS_MAX);
        await(COUNTER.warm());
        long began = System.nanoTime();

        // When
        long tokens = await(COUNTER.count(run));

        // Then
        assertThat(tokens).isBetween(run.length() / 16L, run.length() / 2L);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void readsOfOneLongStringOfAPromptOnlyTheFirstPart() {
        // Given
        String words = "seven words of text that do repeat ".repeat(TokenCounter.CHARS_MAX / 35 * 4);
        PromptText prompt = new PromptText(CompletionScan.read(
                Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}")));

        // When
        TextSample sample = prompt.readBlocking();

        // Then
        assertThat(sample.text()).hasSize(TokenCounter.CHARS_MAX);
        assertThat(sample.bytes()).isEqualTo(TokenCounter.CHARS_MAX);
        assertThat(sample.wholeBytes()).isEqualTo(words.length());
    }

    @Test
    void answersWithTheTypicalCountWhenNobodyCountsAnyMore() {
        // Given
        Vertx closing = Vertx.vertx();
        TokenCounter counter = new TokenCounter(closing);
        closing.close().await();

        // When
        Future<Long> tokens = counter.count("sixteen letters!");

        // Then
        assertThat(tokens.succeeded()).isTrue();
        assertThat(tokens.result()).isEqualTo(4);
    }

    @Test
    void readsOfALongTextOnlyTheFirstPart() {
        // Given
        String tenTimes = "seven words of text that do repeat ".repeat(TokenCounter.CHARS_MAX / 35 * 10);

        // When
        long tokens = await(COUNTER.count(tenTimes));

        // Then
        assertThat(tokens).isBetween(tenTimes.length() / 35 * 69L / 10L, tenTimes.length() / 35 * 72L / 10L);
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(await(COUNTER.count("😀".repeat(2_000)))).isBetween(1_900L, 4_100L);
    }

    @Test
    void countsWhatAModelReadsOfABody() {
        // Given
        String body = """
                {"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"text","text":"hello world"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}""".formatted("QUJD".repeat(10_000));

        // When
        long tokens = await(COUNTER.counts(List.of(new PromptText(CompletionScan.read(Buffer.buffer(body))))))
                .get(0);

        // Then
        assertThat(tokens).isBetween(2L, 4L);
    }

    @Test
    void countsAStreamByTheSampleThatWasKept() {
        // Given
        OutputSample sample = new OutputSample(4_096);
        long bytes = 0;
        for (int i = 0; i < 4_000; i++) {
            String text = i % 10 == 0 ? "\\nhello" : " world";
            CompletionChunk chunk =
                    CompletionChunk.read(("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}")
                            .getBytes(StandardCharsets.UTF_8));
            chunk.sample(sample);
            bytes += chunk.outputBytes();
        }

        // When
        long tokens =
                await(COUNTER.counts(List.of(new OutputText(sample, bytes)))).get(0);

        // Then
        assertThat(sample.isFull()).isTrue();
        assertThat(tokens).isBetween(4_000L, 4_800L);
    }

    @Test
    void countsByBytesWhatLeftNoSample() {
        assertThat(await(COUNTER.counts(List.of(new OutputText(new OutputSample(0), 4_001)))))
                .containsExactly(1_001L);
    }

    @Test
    void neverFailsAndAnswersWhereItWasAsked() {
        // Given
        Context loop = VERTX.getOrCreateContext();
        Promise<List<Context>> answered = Promise.promise();

        // When
        loop.runOnContext(on -> {
            List<Future<Context>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(COUNTER.count("some text").map(tokens -> VERTX.getOrCreateContext()));
            }
            Future.all(answers).map(all -> all.<Context>list()).onComplete(answered);
        });

        // Then
        assertThat(await(answered.future())).hasSize(500).containsOnly(loop);
    }

    private static <T> T await(Future<T> future) {
        return future.timeout(10, SECONDS).await();
    }
}
