package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.dialect.ShippedDialects;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams over real sockets: cut anywhere, ended in order or not, with faults before and after the first output. */
final class PieceStreamTest {

    private static final String ROLE =
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    private static final String TEXT = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"日本🙂\"}}]}";
    private static final String STOP = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";
    private static final String DONE = "data: [DONE]\n\n";

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
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

    private static String events(String... data) {
        StringBuilder all = new StringBuilder();
        for (String each : data) {
            all.append("data: ").append(each).append("\n\n");
        }
        return all.toString();
    }

    private Transcript send() throws Exception {
        return Transcript.of(vertx, client, provider.call(true));
    }

    private void answer(String events) {
        provider.answer(ScriptedProvider.streamHead() + ScriptedProvider.chunk(events) + ScriptedProvider.lastChunk());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void givesTheSameChunksWhereverThePacketsAreCut(String lineEnd) throws Exception {
        // Given: everything in one HTTP chunk, so that a cut may fall anywhere in the events and in the framing around
        // them.
        String events = (": hi\n\n" + events(ROLE, TEXT) + "event: message\n" + events(STOP, USAGE) + DONE)
                .replace("\n", lineEnd);
        byte[] bytes = (ScriptedProvider.streamHead() + ScriptedProvider.chunk(events) + ScriptedProvider.lastChunk())
                .getBytes(StandardCharsets.UTF_8);

        for (int cut = ScriptedProvider.streamHead().length() - 4; cut < bytes.length; cut++) {
            // When
            provider.answerInPieces(bytes, cut);
            Transcript got = send();

            // Then
            assertThat(got.chunks()).as("cut at %d", cut).containsExactly(ROLE, TEXT, STOP, USAGE);
            assertThat(got.ended()).isTrue();
        }
        assertThat(provider.connections()).as("connections are used again").isLessThan(20);
    }

    @Test
    void givesTheSameChunksByteByByte() throws Exception {
        // Given
        byte[] bytes = (ScriptedProvider.streamHead()
                        + ScriptedProvider.chunk(events(TEXT, STOP) + DONE)
                        + ScriptedProvider.lastChunk())
                .getBytes(StandardCharsets.UTF_8);
        int[] cuts = IntStream.range(1, bytes.length).toArray();
        provider.answerInPieces(bytes, cuts);

        // Then
        assertThat(send().chunks()).containsExactly(TEXT, STOP);
    }

    @Test
    void tellsWhenChunksThatCameTogetherWereHandedOut() throws Exception {
        // Given
        answer(events(ROLE, TEXT, TEXT, STOP) + DONE);
        List<String> order = new ArrayList<>();
        Promise<Void> ended = Promise.promise();

        // When: one chunk is asked for, then the rest.
        context.runOnContext(here -> client.send(provider.call(true)).reply().onSuccess(reply -> {
            PieceStream stream = ((ProviderReply.Streamed) reply).stream();
            stream.handler(chunk -> order.add("chunk"));
            stream.runHandler(run -> order.add("run"));
            stream.endHandler(ended::complete);
            stream.fetch(1);
            stream.resume();
        }));
        ended.future().await(5, TimeUnit.SECONDS);

        // Then: the end itself says that nothing more comes.
        assertThat(order).startsWith("chunk", "run", "chunk").endsWith("chunk");
        assertThat(order).filteredOn("chunk"::equals).hasSize(4);
    }

    @Test
    void endsWithoutTheMarkWhenEveryChoiceIsFinished() throws Exception {
        // Given
        answer(events(TEXT, STOP));

        // Then
        assertThat(send().ended()).isTrue();
    }

    @Test
    void doesNotTakeOneFinishedChoiceForTheWholeAnswer() throws Exception {
        // Given
        answer(events(TEXT, TEXT.replace("\"index\":0", "\"index\":1"), STOP));

        // When
        Transcript got = send();

        // Then
        assertThat(got.chunks()).hasSize(3);
        assertThat(got.broken().orElseThrow().code()).isEqualTo(FaultCode.STREAM_CUT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsATruncatedStream(boolean inOrder) throws Exception {
        // Given: the body ends as if complete, or the connection breaks.
        provider.script(socket -> {
            socket.write(ScriptedProvider.streamHead() + ScriptedProvider.chunk(events(ROLE, TEXT)));
            if (inOrder) {
                socket.write(ScriptedProvider.lastChunk());
            } else {
                socket.close();
            }
        });

        // When
        Transcript got = send();

        // Then
        assertThat(got.chunks()).containsExactly(ROLE, TEXT);
        assertThat(got.ended()).isFalse();
        assertThat(got.broken().orElseThrow().code()).isEqualTo(FaultCode.STREAM_CUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {\"error\":{\"message\":\"x\",\"code\":\"server_error\"}}|PROVIDER_ERROR",
                "event: error\\ndata: {\"message\":\"x\"}|PROVIDER_ERROR",
                "data: {\"error\":{\"type\":\"rate_limit_error\"}}|PROVIDER_RATE_LIMITED",
                "data: {\"choices\":[{|PROVIDER_MALFORMED",
                "data: oops|PROVIDER_MALFORMED",
            })
    void turnsABadEventIntoAFault(String event, FaultCode code) throws Exception {
        // Given
        String bad = event.replace("\\n", "\n") + "\n\n";

        // When
        answer(events(ROLE) + bad + events(TEXT, STOP) + DONE);
        Transcript before = send();
        answer(events(ROLE, TEXT) + bad + events(TEXT, STOP) + DONE);
        Transcript after = send();

        // Then: before the first output it is a failed attempt, after it a broken stream.
        assertThat(before.failed().fault().code()).isEqualTo(code);
        assertThat(before.failed().retriable()).isTrue();
        assertThat(before.failed().exposure()).isEqualTo(Exposure.UNKNOWN);
        assertThat(after.chunks()).containsExactly(ROLE, TEXT);
        assertThat(after.broken().orElseThrow().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n", ": only a comment\n\n"})
    void doesNotBeginWithoutOutput(String events) throws Exception {
        // Given
        answer(events(ROLE) + events);

        // When
        ProviderReply.Failed failed = send().failed();

        // Then
        assertThat(failed.fault().code()).isIn(FaultCode.STREAM_CUT, FaultCode.PROVIDER_MALFORMED);
        assertThat(failed.retriable()).isTrue();
    }

    @Test
    void doesNotHoldBackWithoutBound() throws Exception {
        // Given
        provider.answer(ScriptedProvider.streamHead()
                + ScriptedProvider.chunk(events(ROLE).repeat(64)));

        // When
        ProviderReply reply = reply(client, provider.call(true), new ArrayList<>());

        // Then
        assertThat(reply).isInstanceOf(ProviderReply.Streamed.class);
    }

    /** The reply alone, its exchange kept in {@code exchanges}. */
    private ProviderReply reply(ProviderClient client, ProviderCall call, List<ProviderExchange> exchanges)
            throws Exception {
        Promise<ProviderReply> promise = Promise.promise();
        context.runOnContext(now -> {
            ProviderExchange exchange = client.send(call);
            exchanges.add(exchange);
            exchange.reply().onComplete(promise);
        });
        return promise.future().await(5, TimeUnit.SECONDS);
    }

    @Test
    void givesOnlyWhatIsFetched() throws Exception {
        // Given
        answer(events(ROLE, TEXT, TEXT, STOP) + DONE);
        List<String> got = new ArrayList<>();
        ProviderReply.Streamed streamed =
                (ProviderReply.Streamed) reply(client, provider.call(true), new ArrayList<>());
        Promise<Void> ended = Promise.promise();
        Promise<List<String>> afterTwo = Promise.promise();

        // When
        context.runOnContext(now -> {
            streamed.stream()
                    .handler(piece -> got.add(Transcript.text(piece)))
                    .endHandler(ended::complete)
                    .fetch(2);
            vertx.setTimer(50, later -> {
                afterTwo.complete(List.copyOf(got));
                streamed.stream().resume();
            });
        });

        // Then
        assertThat(afterTwo.future().await(5, TimeUnit.SECONDS)).containsExactly(ROLE, TEXT);
        ended.future().await(5, TimeUnit.SECONDS);
        assertThat(got).containsExactly(ROLE, TEXT, TEXT, STOP);
    }

    @Test
    void readsNoFurtherWhileNobodyWantsMore() throws Exception {
        // Given: a provider that writes as long as it is read.
        AtomicLong written = new AtomicLong();
        Buffer more = Buffer.buffer(ScriptedProvider.chunk(events(TEXT).repeat(100)));
        provider.script(socket -> {
            socket.write(ScriptedProvider.streamHead());
            keepWriting(socket, more, written);
        });

        List<ProviderExchange> exchanges = new ArrayList<>();
        ProviderReply.Streamed streamed = (ProviderReply.Streamed) reply(client, provider.call(true), exchanges);

        // When
        long stalledAt = stall(written);

        // Then: it stops once the sockets are full, and what is given out at once when reading goes on is all we held.
        assertThat(stalledAt).isLessThan(16L << 20);
        assertThat(heldBytes(streamed.stream(), exchanges.get(0)).await(5, TimeUnit.SECONDS))
                .isLessThan(256L << 10);
        provider.closed().await(1, TimeUnit.SECONDS);
    }

    private Future<Long> heldBytes(PieceStream stream, ProviderExchange exchange) {
        Promise<Long> held = Promise.promise();
        long[] bytes = {0};
        context.runOnContext(now -> {
            stream.handler(piece -> bytes[0] += Transcript.text(piece).length()).resume();
            held.complete(bytes[0]);
            exchange.cancel();
        });
        return held.future();
    }

    private static void keepWriting(NetSocket socket, Buffer more, AtomicLong written) {
        while (!socket.writeQueueFull()) {
            written.addAndGet(more.length());
            socket.write(more);
        }
        socket.drainHandler(drained -> keepWriting(socket, more, written));
    }

    /** Waits until the count stands still for 300 ms. */
    private long stall(AtomicLong written) throws Exception {
        Promise<Long> stalled = Promise.promise();
        long[] last = {-1};
        vertx.setPeriodic(300, tick -> {
            if (written.get() == last[0]) {
                stalled.tryComplete(last[0]);
            }
            last[0] = written.get();
        });
        return stalled.future().await(20, TimeUnit.SECONDS);
    }
}
