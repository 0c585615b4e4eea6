package io.signalbox.e2e.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A gateway with a key for several providers; a sandbox in this process speaks for all of them, each in its own protocol. */
public record ProvidersGateway(GatewayProcess process, OwnSandbox sandbox) implements AutoCloseable {

    private static final List<String> PROVIDERS = List.of("OPENAI", "ANTHROPIC", "GEMINI");

    private static ProvidersGateway start() {
        OwnSandbox sandbox = new OwnSandbox();
        Map<String, String> settings = new HashMap<>();
        for (String each : PROVIDERS) {
            settings.put("SIGNALBOX_PROVIDERS_" + each + "_API_KEY", "sandbox-" + each);
            settings.put(
                    "SIGNALBOX_PROVIDERS_" + each + "_BASE_URL",
                    sandbox.baseUrl().toString());
        }
        return new ProvidersGateway(GatewayProcess.start(SharedGateway.freshFolder("providers"), settings), sandbox);
    }

    /** A client with the first key. */
    public GatewayClient client() {
        return new GatewayClient(process.origin(), process.firstRun().apiKey());
    }

    @Override
    public void close() {
        process.close();
        sandbox.close();
    }

    /** Hands one to every class that asks for it. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ProvidersGateway.class;
        }

        @Override
        public ProvidersGateway resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return SharedGateway.once(context, ProvidersGateway.class, ProvidersGateway::start);
        }
    }
}
