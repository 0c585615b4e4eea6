package io.signalbox.e2e.gateway;

import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A gateway with three providers, each a raw upstream in this process; it takes bodies of a megabyte and waits a second for a token. */
public record RawProviders(GatewayProcess process, Map<Maker, RawUpstream> upstreams) implements AutoCloseable {

    private static RawProviders start() {
        Map<Maker, RawUpstream> upstreams = new EnumMap<>(Maker.class);
        Map<String, String> settings = new HashMap<>();
        settings.put("SIGNALBOX_LIMITS_FIRST_TOKEN_TIMEOUT", "1s");
        settings.put("SIGNALBOX_LIMITS_TOKEN_TIMEOUT", "1s");
        settings.put("SIGNALBOX_LIMITS_MAX_BODY", "1MB");
        for (Maker each : Maker.values()) {
            RawUpstream upstream = new RawUpstream();
            URI base = upstream.origin().resolve(each.basePath());
            String prefix = "SIGNALBOX_PROVIDERS_" + each.name().toUpperCase(Locale.ROOT);
            settings.put(prefix + "_API_KEY", "sk-raw");
            settings.put(prefix + "_BASE_URL", base.toString());
            upstreams.put(each, upstream);
        }
        return new RawProviders(GatewayProcess.start(SharedGateway.freshFolder("raw-providers"), settings), upstreams);
    }

    public RawUpstream upstream(Maker maker) {
        return upstreams.get(maker);
    }

    /** A client with the first key. */
    public GatewayClient client() {
        return client(process.firstRun().apiKey());
    }

    public GatewayClient client(String key) {
        return new GatewayClient(process.origin(), key);
    }

    @Override
    public void close() {
        process.close();
        upstreams.values().forEach(RawUpstream::close);
    }

    /** Hands one to every class that asks for it. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RawProviders.class;
        }

        @Override
        public RawProviders resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return SharedGateway.once(context, RawProviders.class, RawProviders::start);
        }
    }
}
