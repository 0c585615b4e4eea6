package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every time limit fires in its own phase, near its time, and stops the provider. */
final class ProviderTimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ROLE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private static final String TEXT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";

    private final Vertx vertx = Vertx.vertx();
    private ScriptedProvider provider;
    private long began;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private Transcript send(ProviderTimeouts timeouts, boolean stream, Duration timeLeft) throws Exception {
        ProviderClient client = new ProviderClient(vertx, timeouts, ScriptedProvider.NO_WAY_OUT, ShippedDialects.all());
        began = System.nanoTime();
        return Transcript.of(vertx, client, provider.call(stream, timeLeft));
    }

    private void assertTimedOut(ProviderReply.Failed failed, Exposure exposure) {
        assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_TIMEOUT);
        assertThat(failed.retriable()).isTrue();
        assertThat(failed.exposure()).isEqualTo(exposure);
        assertTook();
    }

    private void assertTook() {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.plusSeconds(2));
    }

    @Test
    void givesUpOnAConnection() throws Exception {
        // Given: TLS to a server that never answers the greeting.
        ProviderClient client = new ProviderClient(
                vertx,
                new ProviderTimeouts(SHORT, LONG, LONG, LONG),
                ScriptedProvider.NO_WAY_OUT,
                ShippedDialects.all());
        ProviderCall call = ScriptedProvider.call(Origin.parse("https://127.0.0.1:" + provider.port()), false, LONG);
        began = System.nanoTime();

        // When
        ProviderReply.Failed failed = Transcript.of(vertx, client, call).failed();

        // Then
        assertThat(failed.fault().code()).isIn(FaultCode.PROVIDER_TIMEOUT, FaultCode.PROVIDER_UNREACHABLE);
        assertThat(failed.exposure()).isEqualTo(Exposure.NOT_SENT);
        assertTook();
    }

    @Test
    void givesUpOnAWholeAnswerAtTheTotal() throws Exception {
        // When
        Transcript got = send(new ProviderTimeouts(LONG, SHORT.dividedBy(2), LONG, SHORT), false, LONG);

        // Then: the first-byte limit is none of a whole answer's.
        assertTimedOut(got.failed(), Exposure.UNKNOWN);
        provider.closed().await(1, TimeUnit.SECONDS);
    }

    @Test
    void givesUpAtTheClientsDeadline() throws Exception {
        // When
        Transcript got = send(new ProviderTimeouts(LONG, LONG, LONG, LONG), true, SHORT);

        // Then
        assertTimedOut(got.failed(), Exposure.UNKNOWN);
        assertThat(got.failed().fault().publicMessage()).isEqualTo("The time for this request is up.");
        provider.closed().await(1, TimeUnit.SECONDS);
    }

    @Test
    void givesUpOnTheFirstOutputThoughThePreambleCame() throws Exception {
        // Given
        provider.answer(ScriptedProvider.streamHead() + ScriptedProvider.chunk(ROLE));

        // When
        Transcript got = send(new ProviderTimeouts(LONG, SHORT, LONG, LONG), true, LONG);

        // Then
        assertTimedOut(got.failed(), Exposure.UNKNOWN);
        provider.closed().await(1, TimeUnit.SECONDS);
    }

    @Test
    void givesUpOnAWholeAnswerWhenAnotherShallHaveItsChance() throws Exception {
        // Given
        ProviderClient client = new ProviderClient(
                vertx,
                new ProviderTimeouts(LONG, LONG, LONG, LONG),
                ScriptedProvider.NO_WAY_OUT,
                ShippedDialects.all());
        began = System.nanoTime();

        // When
        Transcript got = Transcript.of(vertx, client, provider.call(false, LONG, SHORT));

        // Then
        assertTimedOut(got.failed(), Exposure.UNKNOWN);
    }

    @Test
    void letsAStreamThatHasBegunGoOn() throws Exception {
        // Given: the second piece comes after the time to begin.
        provider.script(socket -> {
            socket.write(ScriptedProvider.streamHead());
            socket.write(ScriptedProvider.chunk(TEXT));
            vertx.setTimer(
                    SHORT.multipliedBy(2).toMillis(),
                    later -> socket.write(ScriptedProvider.chunk(TEXT + "data: [DONE]\n\n")));
        });
        ProviderClient client = new ProviderClient(
                vertx,
                new ProviderTimeouts(LONG, LONG, LONG, LONG),
                ScriptedProvider.NO_WAY_OUT,
                ShippedDialects.all());

        // When
        Transcript got = Transcript.of(vertx, client, provider.call(true, LONG, SHORT));

        // Then
        assertThat(got.ended()).isTrue();
        assertThat(got.chunks()).hasSize(2);
    }

    @Test
    void givesUpBetweenTwoChunks() throws Exception {
        // Given
        provider.answer(ScriptedProvider.streamHead() + ScriptedProvider.chunk(ROLE + TEXT));

        // When
        Transcript got = send(new ProviderTimeouts(LONG, LONG, SHORT, LONG), true, LONG);

        // Then
        assertThat(got.chunks()).hasSize(2);
        assertThat(got.broken().orElseThrow().code()).isEqualTo(FaultCode.PROVIDER_TIMEOUT);
        assertTook();
        provider.closed().await(1, TimeUnit.SECONDS);
    }

    @Test
    void countsTheTimeBetweenTwoPiecesAnew() throws Exception {
        // Given: four pieces, together far over the limit between two.
        byte[] bytes = (ScriptedProvider.streamHead() + ScriptedProvider.chunk(TEXT)).getBytes(StandardCharsets.UTF_8);
        provider.script(socket -> {
            socket.write(Buffer.buffer(bytes));
            for (int i = 1; i <= 4; i++) {
                vertx.setTimer(100L * i, later -> socket.write(ScriptedProvider.chunk(TEXT)));
            }
            vertx.setTimer(
                    500,
                    later -> socket.write(ScriptedProvider.chunk("data: [DONE]\n\n") + ScriptedProvider.lastChunk()));
        });

        // When
        Transcript got = send(new ProviderTimeouts(LONG, LONG, Duration.ofMillis(400), LONG), true, LONG);

        // Then
        assertThat(got.ended()).isTrue();
        assertThat(got.chunks()).hasSize(5);
    }

    @Test
    void givesUpOnAnErrorBodyThatTrickles() throws Exception {
        // Given
        provider.answer("HTTP/1.1 500 X\r\ncontent-length: 100\r\n\r\n{\"err");

        // When
        Transcript got = send(new ProviderTimeouts(LONG, LONG, SHORT, LONG), true, LONG);

        // Then
        assertThat(got.failed().fault().code()).isEqualTo(FaultCode.PROVIDER_TIMEOUT);
        assertTook();
    }

    @Test
    void refusesLimitsOutOfBounds() {
        assertThatThrownBy(() -> new ProviderTimeouts(Duration.ZERO, LONG, LONG, LONG))
                .hasMessage("the provider's connect timeout is PT0S: must be 1 ms to 1 hour");
        assertThatThrownBy(() -> new ProviderTimeouts(LONG, LONG, LONG, Duration.ofHours(2)))
                .hasMessageContaining("total");
    }
}
