package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.dialect.ShippedDialects;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Giving up at every point of an attempt stops the provider within 200 ms and says so once. */
final class ProviderCancelTest {

    private static final String TEXT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
    private static final String STOP =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

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

    private void assertStoppedInTime() throws Exception {
        provider.closed().await(200, TimeUnit.MILLISECONDS);
    }

    @Test
    void sendsNothingWhenGivenUpBeforeItIsConnected() throws Exception {
        // Given
        Promise<ProviderReply> reply = Promise.promise();

        // When
        vertx.runOnContext(now -> {
            ProviderExchange exchange = client.send(provider.call(true));
            exchange.cancel();
            exchange.cancel();
            exchange.reply().onComplete(reply);
        });

        // Then
        ProviderReply.Failed failed = (ProviderReply.Failed) reply.future().await(5, TimeUnit.SECONDS);
        assertThat(failed.fault().code()).isEqualTo(FaultCode.CLIENT_GONE);
        assertThat(failed.retriable()).isFalse();
        assertThat(failed.exposure()).isEqualTo(Exposure.NOT_SENT);
        provider.answer(ScriptedProvider.json(200, "", "{\"choices\":[{}]}"));
        assertThat(Transcript.of(vertx, client, provider.call(false)).reply()).isInstanceOf(ProviderReply.Whole.class);
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void resetsWhileItWaitsForTheAnswer() throws Exception {
        // Given
        Promise<Void> sent = Promise.promise();
        Promise<ProviderReply> reply = Promise.promise();
        provider.script(socket -> sent.complete());

        // When: from a foreign thread.
        ProviderExchange exchange = client.send(provider.call(false));
        exchange.reply().onComplete(reply);
        sent.future().await(5, TimeUnit.SECONDS);
        exchange.cancel();

        // Then
        assertStoppedInTime();
        ProviderReply.Failed failed = (ProviderReply.Failed) reply.future().await(5, TimeUnit.SECONDS);
        assertThat(failed.exposure()).isEqualTo(Exposure.UNKNOWN);
    }

    @Test
    void resetsAPausedStream() throws Exception {
        // Given
        provider.answer(ScriptedProvider.streamHead() + ScriptedProvider.chunk(TEXT.repeat(10)));
        ProviderExchange exchange = client.send(provider.call(true));
        exchange.reply().await(5, TimeUnit.SECONDS);

        // When
        exchange.cancel();

        // Then
        assertStoppedInTime();
    }

    @Test
    void deliversNothingAfterItIsGivenUpWithinAHandler() throws Exception {
        // Given
        provider.answer(ScriptedProvider.streamHead()
                + ScriptedProvider.chunk(TEXT.repeat(10) + STOP)
                + ScriptedProvider.lastChunk());
        List<String> got = new ArrayList<>();

        // When
        vertx.runOnContext(now -> {
            ProviderExchange exchange = client.send(provider.call(true));
            exchange.reply()
                    .onSuccess(reply -> ((ProviderReply.Streamed) reply)
                            .stream()
                                    .handler(chunk -> {
                                        got.add("chunk");
                                        exchange.cancel();
                                    })
                                    .exceptionHandler(failure -> got.add("failure"))
                                    .endHandler(end -> got.add("end"))
                                    .resume());
        });

        // Then
        provider.closed().await(5, TimeUnit.SECONDS);
        assertThat(got).containsExactly("chunk");
    }

    @Test
    void leavesAFinishedAnswerAlone() throws Exception {
        // Given
        provider.answer(
                ScriptedProvider.streamHead() + ScriptedProvider.chunk(TEXT + STOP) + ScriptedProvider.lastChunk());
        Promise<Void> ended = Promise.promise();
        vertx.runOnContext(now -> {
            ProviderExchange exchange = client.send(provider.call(true));
            exchange.reply()
                    .onSuccess(reply -> ((ProviderReply.Streamed) reply)
                            .stream()
                                    .endHandler(end -> {
                                        exchange.cancel();
                                        ended.complete();
                                    })
                                    .resume());
        });
        ended.future().await(5, TimeUnit.SECONDS);

        // When
        Transcript next = Transcript.of(vertx, client, provider.call(true));

        // Then: the connection was good for another request.
        assertThat(next.ended()).isTrue();
        assertThat(provider.connections()).isEqualTo(1);
    }

    @Test
    void resetsAnAnswerWhoseBodyGoesOnAfterItsEnd() throws Exception {
        // Given: the end mark, but never the end of the body.
        provider.answer(ScriptedProvider.streamHead() + ScriptedProvider.chunk(TEXT + STOP));

        // When
        Transcript got = Transcript.of(vertx, client, provider.call(true, Duration.ofMillis(500)));

        // Then
        assertThat(got.ended()).isTrue();
        provider.closed().await(2, TimeUnit.SECONDS);
    }
}
