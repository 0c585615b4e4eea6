package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.provider.ProviderExchange;
import io.signalbox.provider.ProviderReply;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that goes away or does not read stops the provider, and its bill. */
final class SandboxAbortTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long NOTICED_MS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private SandboxServer sandbox(Duration perToken) throws Exception {
        return new SandboxServer(vertx, new SandboxPace(Duration.ZERO, perToken))
                .listen(0)
                .await(5, TimeUnit.SECONDS);
    }

    /** Completes as soon as {@code fact} holds, looking every millisecond. */
    private void await(BooleanSupplier fact, long limitMs) throws Exception {
        Promise<Void> seen = Promise.promise();
        vertx.setPeriodic(1, tick -> {
            if (fact.getAsBoolean()) {
                seen.tryComplete();
            }
        });
        seen.future().await(limitMs, TimeUnit.MILLISECONDS);
    }

    /** Begins a call on the context and returns its exchange. */
    private ProviderExchange begin(SandboxServer sandbox, String body) throws Exception {
        SandboxCaller caller = new SandboxCaller(vertx, sandbox);
        Promise<ProviderExchange> begun = Promise.promise();
        context.runOnContext(now -> begun.complete(caller.send(body, LONG)));
        return begun.future().await(5, TimeUnit.SECONDS);
    }

    @Test
    void stopsBillingWhenTheStreamIsGivenUp() throws Exception {
        // Given
        SandboxServer sandbox = sandbox(Duration.ofMillis(20));
        ProviderExchange exchange = begin(sandbox, SandboxCaller.body("sandbox/small", ",\"stream\":true"));
        exchange.reply().await(5, TimeUnit.SECONDS);

        // When
        exchange.cancel();

        // Then
        await(() -> sandbox.meter().total().open() == 0, NOTICED_MS);
        SandboxMeter.Reading atTheEnd = sandbox.meter().total();
        assertThat(atTheEnd.completionTokens()).isBetween(1L, 40L);
        assertThat(atTheEnd.costNanos()).isEqualTo(atTheEnd.promptTokens() * 100 + atTheEnd.completionTokens() * 400);
        vertx.timer(100, TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
        assertThat(sandbox.meter().total()).isEqualTo(atTheEnd);
    }

    @Test
    void billsWhatWasProducedOfAPlainAnswerThatIsGivenUp() throws Exception {
        // Given
        SandboxServer sandbox = sandbox(Duration.ofMillis(20));
        ProviderExchange exchange = begin(sandbox, SandboxCaller.body("sandbox/small", ""));
        await(() -> sandbox.meter().total().open() == 1, 5_000);

        // When
        exchange.cancel();

        // Then
        await(() -> sandbox.meter().total().open() == 0, NOTICED_MS);
        assertThat(sandbox.meter().total().completionTokens()).isBetween(1L, 20L);
    }

    @Test
    void producesNothingForAReaderThatDoesNotRead() throws Exception {
        // Given: an answer of megabytes, as fast as it can be written.
        SandboxServer sandbox = sandbox(Duration.ZERO);
        String schema = "{\"type\":\"array\",\"minItems\":1000,\"items\":{\"type\":\"string\",\"minLength\":3000}}";
        ProviderExchange exchange = begin(
                sandbox,
                SandboxCaller.body(
                        "sandbox/small",
                        ",\"stream\":true,\"n\":128,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\","
                                + "\"schema\":" + schema + "}}"));

        // When
        ProviderReply reply = exchange.reply().await(5, TimeUnit.SECONDS);
        long[] last = {-1};
        long[] stillSince = {System.nanoTime()};
        await(
                () -> {
                    long produced = sandbox.meter().total().completionTokens();
                    if (produced != last[0]) {
                        last[0] = produced;
                        stillSince[0] = System.nanoTime();
                    }
                    return System.nanoTime() - stillSince[0]
                            > Duration.ofMillis(300).toNanos();
                },
                20_000);

        // Then: half a million tokens were asked for.
        assertThat(reply).isInstanceOf(ProviderReply.Streamed.class);
        assertThat(sandbox.meter().total().open()).isEqualTo(1);
        assertThat(last[0]).isLessThan(200_000);
        exchange.cancel();
        await(() -> sandbox.meter().total().open() == 0, NOTICED_MS);
    }
}
