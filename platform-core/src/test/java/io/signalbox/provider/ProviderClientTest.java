package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.chat.RequestScan;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.fault.FaultCode;
import io.signalbox.testing.Calls;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole answers over real sockets, and every way to get none. */
final class ProviderClientTest {

    private static final String ANSWER = "{\"model\":\"up\",\"choices\":[{\"message\":{\"content\":\"grüße\"}}]}";

    private final Vertx vertx = Vertx.vertx();
    private final ProviderClient client =
            new ProviderClient(vertx, ProviderTimeouts.STANDARD, ScriptedProvider.NO_WAY_OUT, ShippedDialects.all());
    private ScriptedProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new ScriptedProvider(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private Transcript send(boolean stream) throws Exception {
        return Transcript.of(vertx, client, provider.call(stream));
    }

    @Test
    void sendsTheBodyAndNothingOfTheClients() throws Exception {
        // Given
        provider.answer(ScriptedProvider.json(200, "", ANSWER));

        // When
        Transcript got = send(false);

        // Then
        assertThat(got.reply()).isInstanceOf(ProviderReply.Whole.class);
        String request = provider.requests().get(0);
        assertThat(request)
                .startsWith("POST /base/chat/completions HTTP/1.1\r\n")
                .endsWith(",\"größe\":1}")
                .contains("authorization: Bearer sk-secret\r\n", "accept-encoding: identity\r\n");
        assertThat(request.lines().takeWhile(line -> !line.isEmpty()).skip(1).map(line -> line.replaceAll(":.*", "")))
                .containsExactlyInAnyOrder(
                        "content-type",
                        "accept",
                        "accept-encoding",
                        "user-agent",
                        "x-client-request-id",
                        "authorization",
                        "content-length",
                        "host");
    }

    @ParameterizedTest
    @CsvSource({"10, true", "300000, false"})
    void translatesALongBodyOffTheEventLoop(int bytes, boolean onLoop) throws Exception {
        // Given
        provider.answer(ScriptedProvider.json(200, "", ANSWER));
        AtomicBoolean translatedOnLoop = new AtomicBoolean();
        RequestScan plain = CompletionScan.read(Buffer.buffer(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(bytes) + "\"}]}"));
        ProviderCall call = provider.call(false);
        RequestScan translated = Calls.translated(call.provider(), plain, chat -> {
            translatedOnLoop.set(Context.isOnEventLoopThread());
            return chat;
        });

        // When
        Transcript got = Transcript.of(vertx, client, asking(call, translated));

        // Then
        assertThat(got.reply()).isInstanceOf(ProviderReply.Whole.class);
        assertThat(translatedOnLoop.get()).isEqualTo(onLoop);
        assertThat(provider.requests().get(0)).contains("x".repeat(bytes));
    }

    private static ProviderCall asking(ProviderCall call, RequestScan scan) {
        return new ProviderCall(
                call.deployment(),
                call.secret(),
                scan,
                call.outputLimit(),
                call.timeLeft(),
                call.timeToBegin(),
                call.requestId(),
                call.at());
    }

    @Test
    void keepsConnections() throws Exception {
        // Given
        provider.answer(ScriptedProvider.json(200, "", ANSWER));

        // When
        for (int i = 0; i < 5; i++) {
            send(false);
        }

        // Then
        assertThat(provider.requests()).hasSize(5);
        assertThat(provider.connections()).isEqualTo(1);
    }

    @Test
    void readsAnAnswerCutAnywhere() throws Exception {
        // Given
        byte[] bytes = Buffer.buffer(ScriptedProvider.json(200, "", ANSWER)).getBytes();

        for (int cut = 1; cut < bytes.length; cut++) {
            // When
            provider.answerInPieces(bytes, cut);
            Transcript got = send(false);

            // Then
            assertThat(got.reply()).as("cut at %d", cut).isInstanceOf(ProviderReply.Whole.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void followsNoRedirect(boolean stream) throws Exception {
        // Given
        provider.answer(
                ScriptedProvider.json(307, "location: http://127.0.0.1:" + provider.port() + "/elsewhere\r\n", ANSWER));

        // When
        Transcript got = send(stream);

        // Then
        assertThat(got.failed().fault().code()).isEqualTo(FaultCode.PROVIDER_ERROR);
        assertThat(provider.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content-encoding: gzip\\r\\n|{\"choices\":[{}]}|PROVIDER_MALFORMED",
                "''|<html>|PROVIDER_MALFORMED",
                "''|''|PROVIDER_MALFORMED",
                "''|{\"error\":{\"message\":\"x\"}}|PROVIDER_ERROR",
            })
    void distrustsWhatIsNoAnswer(String headers, String body, FaultCode code) throws Exception {
        // Given
        provider.answer(ScriptedProvider.json(200, headers.replace("\\r\\n", "\r\n"), body));

        // When
        Transcript got = send(false);

        // Then
        assertThat(got.failed().fault().code()).isEqualTo(code);
        assertThat(got.failed().retriable()).isTrue();
        assertThat(got.failed().exposure()).isEqualTo(Exposure.UNKNOWN);
    }

    @Test
    void distrustsAWholeAnswerToAStreamingRequest() throws Exception {
        // Given
        provider.answer(ScriptedProvider.json(200, "", ANSWER));

        // When
        Transcript got = send(true);

        // Then
        assertThat(got.failed().fault().code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
    }

    @Test
    void stopsReadingAHugeAnswer() throws Exception {
        // Given
        provider.script(ProviderClientTest::writeEndlessly);

        // When
        Transcript got = send(false);

        // Then
        assertThat(got.failed().fault().code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
        provider.closed().await(5, TimeUnit.SECONDS);
    }

    private static void writeEndlessly(NetSocket socket) {
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
        writeMore(socket);
    }

    private static void writeMore(NetSocket socket) {
        socket.write(ScriptedProvider.chunk(new byte[256 << 10])).onSuccess(written -> writeMore(socket));
    }

    @Test
    void letsOnlySoManyWaitForAConnection() throws Exception {
        // Given: one connection, taken by a provider that does not answer, and one place to wait.
        ProviderClient small = new ProviderClient(
                vertx, ProviderTimeouts.STANDARD, ScriptedProvider.NO_WAY_OUT, ShippedDialects.all(), 1, 1);
        ProviderCall call = provider.call(false);
        Promise<ProviderReply> third = Promise.promise();

        // When
        vertx.runOnContext(now -> {
            small.send(call);
            small.send(call);
            small.send(call).reply().onComplete(third);
        });

        // Then
        ProviderReply.Failed failed = (ProviderReply.Failed) third.future().await(5, TimeUnit.SECONDS);
        assertThat(failed.fault().code()).isEqualTo(FaultCode.OVERLOADED);
        assertThat(failed.exposure()).isEqualTo(Exposure.NOT_SENT);
        assertThat(failed.retriable()).isTrue();
    }

    @Test
    void knowsThatNothingWasSentWhenNobodyListens() throws Exception {
        // Given
        ProviderCall call = ScriptedProvider.call(Origin.parse("http://127.0.0.1:1/v1"), false, Duration.ofSeconds(5));

        // When
        ProviderReply.Failed failed = Transcript.of(vertx, client, call).failed();

        // Then
        assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_UNREACHABLE);
        assertThat(failed.retriable()).isTrue();
        assertThat(failed.exposure()).isEqualTo(Exposure.NOT_SENT);
        assertThat(failed.fault().detail().orElse("")).doesNotContain("sk-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"cho"})
    void doesNotKnowWhatACutConnectionCost(String beginning) throws Exception {
        // Given
        provider.script(socket -> {
            if (beginning.isEmpty()) {
                socket.close();
            } else {
                socket.write(beginning).onComplete(written -> socket.close());
            }
        });

        // When
        ProviderReply.Failed failed = send(false).failed();

        // Then
        assertThat(failed.fault().code()).isIn(FaultCode.PROVIDER_UNREACHABLE, FaultCode.STREAM_CUT);
        assertThat(failed.retriable()).isTrue();
        assertThat(failed.exposure()).isEqualTo(Exposure.UNKNOWN);
    }

    @Test
    void refusesACertificateNobodyVouchesFor() throws Exception {
        // Given
        Origin origin = Origin.parse("https://127.0.0.1:" + provider.port());
        provider.script(socket -> {});

        // When
        ProviderCall call = ScriptedProvider.call(origin, false, Duration.ofMillis(300));
        ProviderReply.Failed failed = Transcript.of(vertx, client, call).failed();

        // Then
        assertThat(failed.exposure()).isEqualTo(Exposure.NOT_SENT);
        assertThat(provider.requests()).isEmpty();
    }
}
