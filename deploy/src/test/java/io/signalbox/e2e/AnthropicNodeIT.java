package io.signalbox.e2e;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodePackage;
import io.signalbox.e2e.gateway.ProvidersGateway;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The {@code @anthropic-ai/sdk} package of npm; what it does is in {@code src/test/js/anthropic.test.mjs}. */
@ExtendWith({SharedGateway.class, ProvidersGateway.Shared.class})
final class AnthropicNodeIT {

    private final GatewayProcess gateway;
    private final GatewayProcess providers;

    AnthropicNodeIT(GatewayProcess gateway, ProvidersGateway providers) {
        this.gateway = gateway;
        this.providers = providers.process();
    }

    @Test
    void servesTheNpmPackage() {
        // Given
        NodePackage.install();
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp("anthropic-node"), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);

        // Then
        NodePackage.test(
                "anthropic.test.mjs",
                Map.of(
                        "SIGNALBOX_ORIGIN", gateway.origin().toString(),
                        "SIGNALBOX_API_KEY", gateway.firstRun().apiKey(),
                        "SIGNALBOX_SPENT_KEY", spent.secret(),
                        "SIGNALBOX_PROVIDERS_ORIGIN", providers.origin().toString(),
                        "SIGNALBOX_PROVIDERS_KEY", providers.firstRun().apiKey(),
                        "SIGNALBOX_MODELS", "gpt-4o-mini,claude-haiku-4.5,gemini-2.5-flash"));
    }
}
