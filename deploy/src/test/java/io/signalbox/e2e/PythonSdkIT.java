package io.signalbox.e2e;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.EveryProvider;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.PythonPackages;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Python's {@code openai} and {@code anthropic} through OpenAI, Anthropic and Gemini; what they do is in {@code src/test/python/sdk_test.py}. */
@ExtendWith(EveryProvider.class)
final class PythonSdkIT {

    private final GatewayProcess gateway;

    PythonSdkIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @Test
    void servesTheOfficialClients() {
        // Given: only where a package index has them, and never silently without.
        Optional<String> missing = PythonPackages.install();
        missing.ifPresent(why -> System.err.println("SKIPPED: the Python clients are not tested here: " + why));
        Assumptions.assumeTrue(missing.isEmpty(), () -> "the Python clients are not tested here: " + missing.get());
        AdminClient admin = new AdminClient(gateway);
        AdminClient.Key spent = admin.createKey(admin.createApp("python"), "spent");
        admin.createBudget("key", spent.id(), "total", BigDecimal.ZERO);

        // Then
        PythonPackages.test(
                "sdk_test.py",
                Map.of(
                        "SIGNALBOX_ORIGIN", gateway.origin().toString(),
                        "SIGNALBOX_API_KEY", gateway.firstRun().apiKey(),
                        "SIGNALBOX_SPENT_KEY", spent.secret(),
                        "SIGNALBOX_MODELS", String.join(",", EveryProvider.MODELS)));
    }
}
