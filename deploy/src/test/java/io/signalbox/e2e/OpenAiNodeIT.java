package io.signalbox.e2e;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodePackage;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The {@code openai} package of npm; what it does is in {@code src/test/js}. */
@ExtendWith(SharedGateway.class)
final class OpenAiNodeIT {

    private final GatewayProcess gateway;

    OpenAiNodeIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @Test
    void servesTheNpmPackage() {
        // Given
        NodePackage.install();
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp("node"), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);

        // Then
        NodePackage.test(
                "openai.test.mjs",
                Map.of(
                        "SIGNALBOX_BASE_URL", gateway.firstRun().baseUrl(),
                        "SIGNALBOX_API_KEY", gateway.firstRun().apiKey(),
                        "SIGNALBOX_SPENT_KEY", spent.secret()));
    }

    @Test
    void servesTheNpmPackagesResponses() {
        // Given
        NodePackage.install();

        // Then
        NodePackage.test(
                "responses.test.mjs",
                Map.of(
                        "SIGNALBOX_BASE_URL", gateway.firstRun().baseUrl(),
                        "SIGNALBOX_API_KEY", gateway.firstRun().apiKey()));
    }
}
