package io.signalbox.sandbox;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.HostAddresses;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.openai.CompletionChunk;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderExchange;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.ProviderTimeouts;
import io.signalbox.testing.Calls;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Calls a sandbox as the gateway does: scanned, spliced and sent by the provider client. */
final class SandboxCaller {

    static final long LIMIT_SECONDS = 10;

    /** What a call gave: its reply, the chunks of its stream and how that ended. */
    record Result(ProviderReply reply, List<JsonObject> chunks, boolean ended, Optional<Throwable> broken) {

        String text() {
            StringBuilder text = new StringBuilder();
            for (JsonObject chunk : chunks) {
                if (!chunk.getJsonArray("choices").isEmpty()) {
                    JsonObject delta =
                            chunk.getJsonArray("choices").getJsonObject(0).getJsonObject("delta");
                    text.append(delta.getString("content", ""));
                }
            }
            return text.toString();
        }

        ProviderReply.Failed failed() {
            return (ProviderReply.Failed) reply;
        }
    }

    private final Context context;
    private final ProviderClient client;
    private final SandboxServer sandbox;

    SandboxCaller(Vertx vertx, SandboxServer sandbox) {
        this.context = vertx.getOrCreateContext();
        this.client = new ProviderClient(
                vertx,
                ProviderTimeouts.STANDARD,
                new Egress(EgressGuard.ofThisHost(), HostAddresses.ofSystem(vertx)),
                ShippedDialects.all());
        this.sandbox = sandbox;
    }

    static String body(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Grüß Gott\"}]" + more + "}";
    }

    ProviderExchange send(String body, Duration timeLeft) {
        CompletionScan scan = CompletionScan.read(Buffer.buffer(body));
        Model model = new Model(scan.model(), "sandbox", 100_000, 4_096, 4, new Capabilities(true, true, true, false));
        Deployment deployment = new Deployment(
                "dep_1",
                model,
                Calls.provider("sandbox"),
                scan.model(),
                Origin.parse(sandbox.baseUrl().toString()),
                true,
                Optional.empty(),
                Optional.empty(),
                "v1");
        return client.send(
                new ProviderCall(deployment, Optional.empty(), scan, 0, timeLeft, timeLeft, "req_1", Instant.EPOCH));
    }

    Result call(String body) throws Exception {
        return call(body, Duration.ofSeconds(LIMIT_SECONDS));
    }

    Result call(String body, Duration timeLeft) throws Exception {
        Promise<Result> result = Promise.promise();
        context.runOnContext(now -> send(body, timeLeft).reply().onSuccess(reply -> {
            if (reply instanceof ProviderReply.Streamed streamed) {
                read(streamed, result);
            } else {
                result.complete(new Result(reply, List.of(), false, Optional.empty()));
            }
        }));
        return result.future().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void read(ProviderReply.Streamed streamed, Promise<Result> result) {
        List<JsonObject> chunks = new ArrayList<>();
        streamed.stream()
                .handler(chunk -> chunks.add(new JsonObject(((CompletionChunk) chunk).data())))
                .exceptionHandler(failure -> result.complete(new Result(streamed, chunks, false, Optional.of(failure))))
                .endHandler(end -> result.complete(new Result(streamed, chunks, true, Optional.empty())))
                .resume();
    }
}
