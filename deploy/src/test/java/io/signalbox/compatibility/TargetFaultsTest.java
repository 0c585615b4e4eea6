package io.signalbox.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.RequestScan;
import io.signalbox.config.Secret;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.HostAddresses;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.PieceStream;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.ProviderTimeouts;
import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.signalbox.testing.RetoldScan;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever protocol a provider fails in, Signalbox sees the same failure: over sockets, by the sandbox's magic models. */
final class TargetFaultsTest {

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final List<Target> TARGETS = List.of(
            new Target("openai", "/v1", ""),
            new Target("anthropic", "", ""),
            new Target("gemini", "/v1beta", ""),
            new Target("bedrock", "", ""),
            new Target("ollama", "", ""),
            new Target("cohere", "", ""),
            new Target("azure", "", ""));

    /** How a magic model fails, plain and streamed; {@code begins} when a stream fails only after output. */
    private enum Failing {
        SERVER("error-500", FaultCode.PROVIDER_ERROR, true, false),
        RATE("error-429", FaultCode.PROVIDER_RATE_LIMITED, true, false),
        KEY("error-401", FaultCode.PROVIDER_REFUSED_CREDENTIAL, true, false),
        QUOTA("error-quota", FaultCode.PROVIDER_REFUSED_CREDENTIAL, true, false),
        CONTEXT("error-context-length", FaultCode.CONTEXT_LENGTH_EXCEEDED, false, false),
        FILTERED("error-prompt-filter", FaultCode.CONTENT_FILTER, false, false),
        MALFORMED("error-malformed", FaultCode.PROVIDER_MALFORMED, true, false),
        MIDSTREAM("error-midstream", FaultCode.PROVIDER_ERROR, true, true),
        CUT("error-cut-stream", FaultCode.STREAM_CUT, true, true);

        private final String model;
        private final FaultCode code;
        private final boolean retriable;
        private final boolean begins;

        Failing(String model, FaultCode code, boolean retriable, boolean begins) {
            this.model = model;
            this.code = code;
            this.retriable = retriable;
            this.begins = begins;
        }
    }

    /** Where a protocol has no word of its own, or another one: Anthropic is overloaded in the middle, two tell a quota like a rate, two have no filter. */
    private static final Map<String, FaultCode> OTHERWISE = Map.of(
            "anthropic " + Failing.MIDSTREAM, FaultCode.PROVIDER_RATE_LIMITED,
            "gemini " + Failing.QUOTA, FaultCode.PROVIDER_RATE_LIMITED,
            "bedrock " + Failing.QUOTA, FaultCode.PROVIDER_RATE_LIMITED,
            "ollama " + Failing.FILTERED, FaultCode.INVALID_REQUEST,
            "cohere " + Failing.FILTERED, FaultCode.INVALID_REQUEST);

    private record Seen(FaultCode code, boolean retriable, boolean begun) {}

    private static Vertx vertx;
    private static ProviderClient provider;
    private static URI sandbox;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        sandbox = new SandboxServer(vertx, new SandboxPace(Duration.ZERO, Duration.ZERO))
                .listen(0)
                .await(5, TimeUnit.SECONDS)
                .baseUrl();
        provider = new ProviderClient(
                vertx,
                ProviderTimeouts.STANDARD,
                new Egress(EgressGuard.ofThisHost(), HostAddresses.ofSystem(vertx)),
                ShippedDialects.all());
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    @TestFactory
    Stream<DynamicTest> meansTheSameInEveryProtocol() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target target : TARGETS) {
            for (Failing failing : Failing.values()) {
                for (boolean stream : new boolean[] {false, true}) {
                    String name = target.provider() + ": " + failing.model + (stream ? ", streamed" : "");
                    tests.add(DynamicTest.dynamicTest(name, () -> fails(target, failing, stream)));
                }
            }
        }
        return tests.stream();
    }

    private static void fails(Target target, Failing failing, boolean stream) throws Exception {
        // When
        Seen seen = seen(new Target(target.provider(), target.basePath(), "sandbox/" + failing.model), stream);

        // Then
        FaultCode code = failing == Failing.MIDSTREAM && !stream
                ? failing.code
                : OTHERWISE.getOrDefault(target.provider() + " " + failing, failing.code);
        assertThat(seen).isEqualTo(new Seen(code, failing.retriable, stream && failing.begins));
    }

    private static Seen seen(Target target, boolean stream) throws Exception {
        Deployment deployment = target.at(sandbox);
        String body = "{\"model\":\"model\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":"
                + stream + "}";
        // A request of no provider's own wire, so that every dialect translates.
        RequestScan scan =
                new RetoldScan(Wire.COMPLETIONS, CompletionScan.read(Buffer.buffer(body)), UnaryOperator.identity());
        ProviderCall call = new ProviderCall(
                deployment,
                Optional.of(new Secret("AKIDEXAMPLE:secret")),
                scan,
                64,
                TIME,
                TIME,
                "req_1",
                Instant.now());
        Promise<Seen> seen = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(now -> provider.send(call)
                .reply()
                .compose(reply -> reply.fold(
                        whole -> Future.<Seen>failedFuture("answered: " + whole.reply()),
                        streamed -> end(streamed.stream()),
                        failed -> Future.succeededFuture(seen(failed))))
                .onComplete(seen));
        return seen.future().await(TIME.toSeconds(), TimeUnit.SECONDS);
    }

    private static Seen seen(ProviderReply.Failed failed) {
        return new Seen(failed.fault().code(), failed.retriable(), false);
    }

    private static Future<Seen> end(PieceStream pieces) {
        Promise<Seen> seen = Promise.promise();
        pieces.exceptionHandler(broken -> seen.tryComplete(new Seen(((Fault) broken).code(), true, true)));
        pieces.endHandler(end -> seen.tryFail("ended well"));
        pieces.resume();
        return seen.future();
    }
}
