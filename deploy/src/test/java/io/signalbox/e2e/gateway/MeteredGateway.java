package io.signalbox.e2e.gateway;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A gateway whose sandbox is in this process: its meter outlives the node, which tests may kill and start again. */
public record MeteredGateway(GatewayProcess process, OwnSandbox sandbox) implements AutoCloseable {

    private static MeteredGateway start() {
        OwnSandbox sandbox = new OwnSandbox();
        return new MeteredGateway(
                GatewayProcess.start(
                        SharedGateway.freshFolder("metered"),
                        Map.of("SIGNALBOX_SANDBOX_URL", sandbox.baseUrl().toString())),
                sandbox);
    }

    public GatewayClient client(String key) {
        return new GatewayClient(process.origin(), key);
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
            return parameter.getParameter().getType() == MeteredGateway.class;
        }

        @Override
        public MeteredGateway resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return SharedGateway.once(context, MeteredGateway.class, MeteredGateway::start);
        }
    }
}
