package io.signalbox.e2e.gateway;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A gateway whose only provider is a raw upstream in this process, spoken to as OpenAI. */
public record RawGateway(GatewayProcess process, RawUpstream upstream) implements AutoCloseable {

    private static RawGateway start() {
        RawUpstream upstream = new RawUpstream();
        return new RawGateway(
                GatewayProcess.start(
                        SharedGateway.freshFolder("raw"),
                        Map.of(
                                "OPENAI_API_KEY",
                                "sk-raw",
                                "OPENAI_BASE_URL",
                                upstream.baseUrl().toString())),
                upstream);
    }

    public GatewayClient client(String key) {
        return new GatewayClient(process.origin(), key);
    }

    @Override
    public void close() {
        process.close();
        upstream.close();
    }

    /** Hands one to every class that asks for it. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RawGateway.class;
        }

        @Override
        public RawGateway resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return SharedGateway.once(context, RawGateway.class, RawGateway::start);
        }
    }
}
