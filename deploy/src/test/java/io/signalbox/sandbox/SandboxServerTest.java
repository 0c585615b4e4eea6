package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.ModelBook;
import io.signalbox.chat.UsageLine;
import io.signalbox.dialect.openai.Completion;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Exposure;
import io.signalbox.provider.ProviderReply;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every model of the sandbox as the provider client sees it, and what the meter says of it. */
final class SandboxServerTest {

    private static final long PROMPT_TOKENS = 3 + 4 + 3;

    private final Vertx vertx = Vertx.vertx();
    private final SandboxServer sandbox = new SandboxServer(
            vertx, new SandboxPace(Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(250)));
    private SandboxCaller caller;

    @BeforeEach
    void start() throws Exception {
        sandbox.listen(0).await(5, TimeUnit.SECONDS);
        caller = new SandboxCaller(vertx, sandbox);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private SandboxCaller.Result call(String model, String more) throws Exception {
        return caller.call(SandboxCaller.body(model, more));
    }

    private static Completion whole(SandboxCaller.Result result) {
        return (Completion) ((ProviderReply.Whole) result.reply()).reply();
    }

    @ParameterizedTest
    @CsvSource({"SMALL, 100, 400", "LARGE, 1500, 6000"})
    void answersThePlainQuestionAndBillsItsTokens(SandboxModel model, long inputNanos, long outputNanos)
            throws Exception {
        // When
        Completion reply = whole(call(model.wireName(), ""));

        // Then
        TokenUsage usage = reply.usage().orElseThrow();
        SandboxMeter.Reading reading = sandbox.meter().of(model.wireName());
        assertThat(usage.promptTokens()).isEqualTo(PROMPT_TOKENS);
        assertThat(usage.completionTokens()).isBetween(40L, 200L);
        assertThat(reply.finishReason()).contains("stop");
        assertThat(reading)
                .isEqualTo(new SandboxMeter.Reading(
                        1,
                        new SandboxUsage(PROMPT_TOKENS, 0, 0, 0, usage.completionTokens(), 0),
                        PROMPT_TOKENS * inputNanos + usage.completionTokens() * outputNanos,
                        0));
    }

    @Test
    void metersEachUserThatRequestsName() throws Exception {
        // When
        call("sandbox/small", ",\"user\":\"one\"");
        call("sandbox/large", ",\"user\":\"one\"");
        call("sandbox/small", "");

        // Then
        assertThat(sandbox.meter().ofUser("one").requests()).isEqualTo(2);
        assertThat(sandbox.meter().ofUser("one").costNanos())
                .isEqualTo(sandbox.meter().of("sandbox/large").costNanos()
                        + sandbox.meter().of("sandbox/small").costNanos() / 2);
        assertThat(sandbox.meter().ofUser("two").requests()).isZero();
    }

    @Test
    void streamsTheSameAnswerWithTheSameUsage() throws Exception {
        // Given
        String plain = whole(call("sandbox/small", "")).rendered("x", line()).toString();

        // When
        SandboxCaller.Result streamed = call("sandbox/small", ",\"stream\":true");

        // Then
        JsonObject completion = new JsonObject(plain);
        String text = completion
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
        JsonObject last = streamed.chunks().get(streamed.chunks().size() - 1);
        assertThat(streamed.ended()).isTrue();
        assertThat(streamed.text())
                .isEqualTo(text)
                .startsWith("[sandbox/small] This answer is made up.")
                .contains("Grüß Gott");
        assertThat(last.getJsonArray("choices")).isEmpty();
        assertThat(last.getJsonObject("usage").getLong("completion_tokens"))
                .isEqualTo(completion.getJsonObject("usage").getLong("completion_tokens"))
                .isEqualTo((text.getBytes(StandardCharsets.UTF_8).length + 3) / 4);
        assertThat(sandbox.meter().total().completionTokens())
                .isEqualTo(2 * last.getJsonObject("usage").getLong("completion_tokens"));
    }

    private static UsageLine line() {
        return new UsageLine(TokenUsage.NONE, Optional.empty(), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
    void keepsTheOutputLimit(String name) throws Exception {
        // When
        SandboxCaller.Result streamed = call("sandbox/small", ",\"stream\":true,\"" + name + "\":7");
        Completion plain = whole(call("sandbox/small", ",\"" + name + "\":7"));

        // Then
        assertThat(plain.usage().orElseThrow().completionTokens()).isEqualTo(7);
        assertThat(plain.finishReason()).contains("length");
        assertThat(streamed.text()).isEqualTo("[sandbox/small] This answer ");
    }

    @Test
    void answersInSeveralChoices() throws Exception {
        // When
        SandboxCaller.Result streamed = call("sandbox/small", ",\"stream\":true,\"n\":3,\"max_tokens\":5");
        Completion plain = whole(call("sandbox/small", ",\"n\":3,\"max_tokens\":5"));

        // Then
        assertThat(plain.usage().orElseThrow().completionTokens()).isEqualTo(15);
        assertThat(streamed.ended()).isTrue();
        assertThat(sandbox.meter().total().completionTokens()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox/error-500, PROVIDER_ERROR",
        "sandbox/error-429, PROVIDER_RATE_LIMITED",
    })
    void failsByStatusAndBillsNothing(String model, FaultCode code) throws Exception {
        for (String more : List.of("", ",\"stream\":true")) {
            // When
            ProviderReply.Failed failed = call(model, more).failed();

            // Then
            assertThat(failed.fault().code()).isEqualTo(code);
            assertThat(failed.exposure()).isEqualTo(Exposure.REFUSED);
            assertThat(failed.retriable()).isTrue();
            assertThat(failed.fault().retryAfter())
                    .isEqualTo(model.endsWith("429") ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
        }
        assertThat(sandbox.meter().total()).isEqualTo(new SandboxMeter.Reading(2, SandboxUsage.NONE, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void neverAnswersAndBillsThePrompt(String more) throws Exception {
        // When
        ProviderReply.Failed failed = caller.call(
                        SandboxCaller.body("sandbox/error-timeout", more), Duration.ofMillis(100))
                .failed();

        // Then
        assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_TIMEOUT);
        assertThat(failed.exposure()).isEqualTo(Exposure.UNKNOWN);
        assertThat(sandbox.meter().total().costNanos()).isEqualTo(100 * PROMPT_TOKENS);
    }

    @Test
    void cutsAStreamAfterThreeDeltas() throws Exception {
        // When
        SandboxCaller.Result result = call("sandbox/error-cut-stream", ",\"stream\":true");

        // Then
        assertThat(result.text()).isEqualTo("[sandbox/err");
        assertThat(((Fault) result.broken().orElseThrow()).code()).isEqualTo(FaultCode.STREAM_CUT);
        assertThat(sandbox.meter().total().completionTokens()).isEqualTo(3);
    }

    @Test
    void cutsAPlainAnswerInTheMiddle() throws Exception {
        // When
        ProviderReply.Failed failed = call("sandbox/error-cut-stream", "").failed();

        // Then
        assertThat(failed.fault().code()).isEqualTo(FaultCode.STREAM_CUT);
        assertThat(failed.exposure()).isEqualTo(Exposure.UNKNOWN);
        assertThat(sandbox.meter().total().completionTokens()).isGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void answersMalformed(String more) throws Exception {
        // When
        ProviderReply.Failed failed = call("sandbox/error-malformed", more).failed();

        // Then
        assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
        assertThat(failed.retriable()).isTrue();
        assertThat(sandbox.meter().total().completionTokens()).isZero();
    }

    @Test
    void answersWithoutUsage() throws Exception {
        // When
        Completion plain = whole(call("sandbox/error-no-usage", ""));
        SandboxCaller.Result streamed = call("sandbox/error-no-usage", ",\"stream\":true");

        // Then
        assertThat(plain.usage()).isEmpty();
        assertThat(plain.outputBytes()).isEqualTo(SandboxTokens.bytes(asWritten(streamed.text())));
        assertThat(streamed.ended()).isTrue();
        assertThat(streamed.chunks())
                .allSatisfy(chunk -> assertThat(chunk.getValue("usage")).isNull());
        assertThat(sandbox.meter().total().completionTokens()).isPositive();
    }

    /** With what JSON escapes. */
    private static String asWritten(String text) {
        String quoted = Json.encodeToBuffer(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void letsOneWaitForTheFirstToken(String more) throws Exception {
        // Given
        long began = System.nanoTime();

        // When
        call("sandbox/error-slow-first-token", more + ",\"max_tokens\":1");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void knowsNoOtherModelOfItsOwn() throws Exception {
        // When
        ProviderReply.Failed failed = call("sandbox/medium", "").failed();

        // Then
        assertThat(failed.retriable()).isFalse();
        assertThat(failed.fault().detail().orElseThrow()).contains("status=404 code=model_not_found");
    }

    @Test
    void answersForAModelOfAnotherNameAsTheSmallOne() throws Exception {
        // When
        Completion reply = whole(call("gpt-4o", ""));
        ProviderReply.Failed failed = call("gpt-4o-error-500", "").failed();

        // Then
        assertThat(reply.rendered("x", line()).toString()).contains("[gpt-4o] This answer is made up.");
        assertThat(sandbox.meter().of("gpt-4o").costNanos())
                .isEqualTo(
                        100 * PROMPT_TOKENS + 400 * reply.usage().orElseThrow().completionTokens());
        assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_ERROR);
        assertThat(sandbox.meter().of("gpt-4o-error-500").requests()).isEqualTo(1);
    }

    @Test
    void billsByTheModelBooksPrices() {
        for (SandboxModel each : SandboxModel.values()) {
            // Given
            SandboxUsage usage = new SandboxUsage(3, 5, 7, 11, 13, 17);
            TokenUsage same = new TokenUsage(3, 5, 7, 11, 13, 17, 0, 0, 0);

            // Then
            assertThat(ModelBook.shipped()
                            .find(each.wireName())
                            .orElseThrow()
                            .rates()
                            .cost(same)
                            .nanos())
                    .as(each.wireName())
                    .isEqualTo(each.costNanos(usage));
        }
    }
}
