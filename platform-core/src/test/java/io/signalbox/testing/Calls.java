package io.signalbox.testing;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestScan;
import io.signalbox.config.Secret;
import io.signalbox.credential.Origin;
import io.signalbox.provider.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Provider calls as the pipeline would make them, for tests that speak to a dialect. */
public final class Calls {

    private static final ProviderBook BOOK = ProviderBook.shipped();
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIME = Duration.ofSeconds(20);

    /** A model that can do all. */
    public static final Capabilities ALL = new Capabilities(true, true, true, true);

    private Calls() {}

    /** A call with the secret {@code secret-key} at a model called {@code model} whose name upstream is {@code upstream-model}. */
    public static ProviderCall of(String provider, RequestScan scan) {
        return of(deployment(provider(provider), ALL), scan, 0);
    }

    /** As {@link #of(String, RequestScan)}, at a deployment, with the limit that must go upstream. */
    public static ProviderCall of(Deployment deployment, RequestScan scan, long outputLimit) {
        return new ProviderCall(
                deployment, Optional.of(new Secret("secret-key")), scan, outputLimit, TIME, TIME, "req_1", AT);
    }

    /** {@code scan} as if it had come in a shape that the provider does not take as it is. */
    public static RequestScan translated(Provider provider, RequestScan scan, UnaryOperator<ChatRequest> changed) {
        Wire wire = Stream.of(Wire.CHAT, Wire.MESSAGES, Wire.RESPONSES, Wire.COMPLETIONS)
                .filter(each -> !provider.isNative(each))
                .findFirst()
                .orElseThrow();
        return new RetoldScan(wire, scan, changed);
    }

    /** A preset of the shipped book. */
    public static Provider provider(String name) {
        return BOOK.find(name).orElseThrow();
    }

    public static Deployment deployment(Provider provider, Capabilities capabilities) {
        return deployment(provider, capabilities, "upstream-model", Origin.parse("http://127.0.0.1:1/v1"));
    }

    /** A trusted deployment of a model with a context of 100 000 tokens and at most 4096 of output. */
    public static Deployment deployment(
            Provider provider, Capabilities capabilities, String upstreamModel, Origin origin) {
        Model model = new Model("model", provider.name(), 100_000, 4_096, 1, capabilities);
        return new Deployment(
                "dep_1", model, provider, upstreamModel, origin, true, Optional.empty(), Optional.empty(), "test");
    }
}
