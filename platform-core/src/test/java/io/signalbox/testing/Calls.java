package io.signalbox.testing;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.chat.RequestScan;
import io.signalbox.config.Secret;
import io.signalbox.credential.Origin;
import io.signalbox.provider.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Provider calls as the pipeline would make them, for tests that speak to a dialect. */
public final class Calls {

    private static final ProviderBook BOOK = ProviderBook.shipped();
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIME = Duration.ofSeconds(20);

    private Calls() {}

    /** A call with the secret {@code secret-key} at a model called {@code model} whose name upstream is {@code upstream-model}. */
    public static ProviderCall of(String provider, RequestScan scan) {
        return new ProviderCall(
                deployment(provider(provider), new Capabilities(true, true, true, true)),
                Optional.of(new Secret("secret-key")),
                scan,
                0,
                TIME,
                TIME,
                "req_1",
                AT);
    }

    /** A preset of the shipped book. */
    public static Provider provider(String name) {
        return BOOK.find(name).orElseThrow();
    }

    public static Deployment deployment(Provider provider, Capabilities capabilities) {
        Model model = new Model("model", provider.name(), 100_000, 4_096, 1, capabilities);
        return new Deployment(
                "dep_1",
                model,
                provider,
                "upstream-model",
                Origin.parse("http://127.0.0.1:1/v1"),
                true,
                Optional.empty(),
                Optional.empty(),
                "test");
    }
}
