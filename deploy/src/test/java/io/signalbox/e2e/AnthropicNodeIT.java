package io.signalbox.e2e;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodePackage;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The {@code @anthropic-ai/sdk} package of npm; what it does is in {@code src/test/js/anthropic.test.mjs}. */
@ExtendWith(SharedGateway.class)
final class AnthropicNodeIT {

    private final GatewayProcess gateway;

    AnthropicNodeIT(GatewayProcess gateway) {
        this.gateway = gateway;
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
                        "SIGNALBOX_SPENT_KEY", spent.secret()));
    }
}
