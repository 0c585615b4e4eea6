package io.signalbox.provider;

import io.signalbox.chat.Piece;
import io.signalbox.dialect.openai.CompletionChunk;
import io.signalbox.fault.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Everything an attempt gave: the chunks of its stream, how it ended, or its reply when that was no stream. */
record Transcript(List<String> chunks, boolean ended, Optional<Fault> broken, ProviderReply reply) {

    /** Sends {@code call} on an event loop and reads it to its end. */
    static Transcript of(Vertx vertx, ProviderClient client, ProviderCall call) throws Exception {
        return read(vertx, client, call).await(10, TimeUnit.SECONDS);
    }

    static Future<Transcript> read(Vertx vertx, ProviderClient client, ProviderCall call) {
        Promise<Transcript> promise = Promise.promise();
        vertx.runOnContext(now -> client.send(call).reply().onComplete(reply -> {
            if (reply.result() instanceof ProviderReply.Streamed streamed) {
                readStream(streamed, promise);
            } else {
                promise.complete(new Transcript(List.of(), false, Optional.empty(), reply.result()));
            }
        }));
        return promise.future();
    }

    private static void readStream(ProviderReply.Streamed streamed, Promise<Transcript> promise) {
        List<String> chunks = new ArrayList<>();
        streamed.stream()
                .handler(piece -> chunks.add(text(piece)))
                .exceptionHandler(failure ->
                        promise.complete(new Transcript(chunks, false, Optional.of((Fault) failure), streamed)))
                .endHandler(end -> promise.complete(new Transcript(chunks, true, Optional.empty(), streamed)))
                .resume();
    }

    /** What the provider sent for it. */
    static String text(Piece piece) {
        return ((CompletionChunk) piece).data().toString();
    }

    ProviderReply.Failed failed() {
        return (ProviderReply.Failed) reply;
    }
}
