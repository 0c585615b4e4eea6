package io.signalbox.sandbox;

import static io.signalbox.sandbox.SandboxHttp.list;
import static io.signalbox.sandbox.SandboxHttp.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in every protocol of the sandbox. */
final class SandboxProtocolsTest {

    private static final long NOTICED_MS = 200;

    /** A streamed question in each protocol, by the model's place in path or body. */
    enum Protocol {
        CHAT("/v1/chat/completions"),
        RESPONSES("/v1/responses"),
        MESSAGES("/v1/messages"),
        GEMINI("/v1beta/models/{}:streamGenerateContent?alt=sse"),
        BEDROCK("/model/{}/converse-stream"),
        OLLAMA("/api/chat"),
        COHERE("/v2/chat"),
        AZURE("/openai/deployments/{}/chat/completions?api-version=1");

        private final String path;

        Protocol(String path) {
            this.path = path;
        }

        String path(String model) {
            return path.replace("{}", model.replace("/", "%2F"));
        }

        JsonObject body(String model) {
            String question = "Grüß Gott";
            JsonObject body = object("model", model, "stream", true, "max_tokens", 2_000);
            return switch (this) {
                case CHAT, MESSAGES, OLLAMA, COHERE, AZURE ->
                    body.put("messages", list(object("role", "user", "content", question)));
                case RESPONSES -> body.put("input", question);
                case GEMINI -> object("contents", list(object("parts", list(object("text", question)))));
                case BEDROCK ->
                    object("messages", list(object("role", "user", "content", list(object("text", question)))));
            };
        }
    }

    private SandboxHttp http;

    private void start(SandboxPace pace) throws Exception {
        http = new SandboxHttp(Map.of("anthropic-version", "2023-06-01"), pace);
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    private void await(BooleanSupplier fact, long limitMs) throws Exception {
        Promise<Void> seen = Promise.promise();
        http.vertx.setPeriodic(1, tick -> {
            if (fact.getAsBoolean()) {
                seen.tryComplete();
            }
        });
        seen.future().await(limitMs, TimeUnit.MILLISECONDS);
    }

    private long open() {
        return http.sandbox.meter().total().open();
    }

    @ParameterizedTest
    @EnumSource
    void countsAQuestionAlike(Protocol protocol) throws Exception {
        // Given
        start(new SandboxPace(Duration.ZERO, Duration.ZERO));

        // When
        http.post(protocol.path("sandbox/small"), protocol.body("sandbox/small"));
        SandboxUsage usage = http.metered("sandbox/small");
        http.post(Protocol.CHAT.path("sandbox/small"), Protocol.CHAT.body("sandbox/small"));

        // Then
        assertThat(usage.promptTokens()).isEqualTo(10);
        assertThat(http.metered("sandbox/small")).isEqualTo(usage.plus(usage));
    }

    @ParameterizedTest
    @EnumSource
    void stopsBillingWhenTheStreamIsGivenUp(Protocol protocol) throws Exception {
        // Given
        start(new SandboxPace(Duration.ZERO, Duration.ofMillis(20)));
        HttpClientResponse response = http.open(protocol.path("sandbox/small"), protocol.body("sandbox/small"))
                .await(5, TimeUnit.SECONDS);
        await(() -> http.metered("sandbox/small").output() > 2, 5_000);

        // When
        response.request().reset();

        // Then
        await(() -> open() == 0, NOTICED_MS);
        SandboxUsage atTheEnd = http.metered("sandbox/small");
        assertThat(atTheEnd.output()).isBetween(3L, 40L);
        http.vertx.timer(100, TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
        assertThat(http.metered("sandbox/small")).isEqualTo(atTheEnd);
    }

    @ParameterizedTest
    @EnumSource
    void waitsWithTheFirstTokenOrNeverAnswers(Protocol protocol) throws Exception {
        // Given
        start(new SandboxPace(Duration.ZERO, Duration.ZERO, Duration.ofMillis(250)));
        long began = System.nanoTime();

        // When
        http.post(protocol.path("sandbox/error-slow-first-token"), protocol.body("sandbox/error-slow-first-token"));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        var never = http.open(protocol.path("sandbox/error-timeout"), protocol.body("sandbox/error-timeout"));
        await(() -> open() == 1, 5_000);

        // Then
        assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        assertThat(never.isComplete()).isFalse();
        assertThat(http.metered("sandbox/error-timeout")).isEqualTo(SandboxUsage.ofPrompt(10));
    }

    @ParameterizedTest
    @EnumSource
    void answersBrokenOrCut(Protocol protocol) throws Exception {
        // Given
        start(new SandboxPace(Duration.ZERO, Duration.ZERO));

        // When
        SandboxHttp.Answer cut =
                http.post(protocol.path("sandbox/error-cut-stream"), protocol.body("sandbox/error-cut-stream"));
        SandboxHttp.Answer broken =
                http.post(protocol.path("sandbox/error-malformed"), protocol.body("sandbox/error-malformed"));
        SandboxHttp.Answer told =
                http.post(protocol.path("sandbox/error-midstream"), protocol.body("sandbox/error-midstream"));

        // Then
        assertThat(cut.whole()).isFalse();
        assertThat(http.metered("sandbox/error-cut-stream").output()).isEqualTo(3);
        assertThat(broken.whole()).isTrue();
        assertThat(http.metered("sandbox/error-malformed")).isEqualTo(SandboxUsage.ofPrompt(10));
        assertThat(told.whole()).isTrue();
        assertThat(http.metered("sandbox/error-midstream").output()).isEqualTo(3);
    }
}
