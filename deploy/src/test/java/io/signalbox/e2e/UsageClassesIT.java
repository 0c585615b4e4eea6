package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.SandboxMeterClient;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cached and reasoning tokens cost what the provider bills for them, to the nano. */
@ExtendWith(SharedGateway.class)
final class UsageClassesIT {

    private static final String QUESTION = "{\"model\":\"%s\",\"prompt_cache_key\":\"k\",\"reasoning_effort\":\"low\","
            + "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief. Be kind. Be right.\"},"
            + "{\"role\":\"user\",\"content\":\"Grüß Gott\"}]}";

    private final GatewayProcess gateway;

    UsageClassesIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox/small", "sandbox/large"})
    void costWhatTheProviderBills(String model) {
        // Given
        GatewayClient client =
                new GatewayClient(gateway.origin(), gateway.firstRun().apiKey());
        SandboxMeterClient meter = new SandboxMeterClient(gateway.sandbox());
        String body = QUESTION.formatted(model);
        long before = meter.costNanos();

        // When
        Answer plain = client.chat(body);
        long between = meter.costNanos();
        Answer streamed = client.chat(Chats.with(body, "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        // Then
        assertThat(plain.costUsd()).isEqualByComparingTo(BigDecimal.valueOf(between - before, 9));
        assertThat(streamed.usage().required("cost").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(meter.costNanos() - between, 9));
        for (JsonNode usage : new JsonNode[] {plain.usage(), streamed.usage()}) {
            assertThat(usage.at("/prompt_tokens_details/cached_tokens").longValue())
                    .isEqualTo(3 + 4 + 7);
            assertThat(usage.at("/completion_tokens_details/reasoning_tokens").longValue())
                    .isPositive();
        }
    }
}
