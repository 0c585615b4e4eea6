package io.signalbox.e2e.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out one gateway that reaches OpenAI, Anthropic and Gemini: its own sandbox, which speaks all three protocols, under real names. It starts with the
 * first test class and ends after the last.
 */
public final class EveryProvider implements ParameterResolver {

    /** One cheap model of each provider. */
    public static final List<String> MODELS = List.of("gpt-5-mini", "claude-haiku-4.5", "gemini-2.5-flash");

    private record Running(GatewayProcess gateway) implements AutoCloseable {

        @Override
        public void close() {
            gateway.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GatewayProcess.class;
    }

    @Override
    public GatewayProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedGateway.once(context, Running.class, EveryProvider::start).gateway();
    }

    private static Running start() {
        int port = GatewayProcess.freePort();
        String sandbox = "http://127.0.0.1:" + port;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("SIGNALBOX_SANDBOX_PORT", Integer.toString(port));
        settings.put("SIGNALBOX_PROVIDERS_OPENAI_API_KEY", "sk-sandbox");
        settings.put("SIGNALBOX_PROVIDERS_OPENAI_BASE_URL", sandbox + "/v1");
        settings.put("SIGNALBOX_PROVIDERS_ANTHROPIC_API_KEY", "sandbox");
        settings.put("SIGNALBOX_PROVIDERS_ANTHROPIC_BASE_URL", sandbox);
        settings.put("SIGNALBOX_PROVIDERS_GEMINI_API_KEY", "sandbox");
        settings.put("SIGNALBOX_PROVIDERS_GEMINI_BASE_URL", sandbox + "/v1beta");
        return new Running(GatewayProcess.start(SharedGateway.freshFolder("providers"), settings));
    }
}
