package io.signalbox.e2e;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodePackage;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Node's clients through OpenAI, Anthropic and Gemini; what they do is in {@code src/test/js}. */
@ExtendWith(EveryProvider.class)
final class NodeClientsIT {

    private final GatewayProcess gateway;

    NodeClientsIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @ValueSource(strings = {"providers.test.mjs", "vercel.test.mjs"})
    void servesTheNpmPackages(String script) {
        // Given
        NodePackage.install();
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp(script), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);

        // Then
        NodePackage.test(
                script,
                Map.of(
                        "SIGNALBOX_BASE_URL", gateway.firstRun().baseUrl(),
                        "SIGNALBOX_API_KEY", gateway.firstRun().apiKey(),
                        "SIGNALBOX_SPENT_KEY", spent.secret(),
                        "SIGNALBOX_MODELS", String.join(",", EveryProvider.MODELS)));
    }
}
