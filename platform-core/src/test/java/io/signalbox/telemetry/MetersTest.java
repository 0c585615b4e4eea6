package io.signalbox.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = new Meters(registry);

    @Test
    void countsRequestsByReasonAndStatus() {
        // When
        meters.requestEnded("task_rule", 200, Duration.ofMillis(12));
        meters.requestEnded("task_rule", 200, Duration.ofMillis(14));
        meters.requestEnded("none", 402, Duration.ofMillis(1));

        // Then
        assertThat(registry.get("signalbox.requests")
                        .tags("route_reason", "task_rule", "status", "200")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("signalbox.request").timer().count()).isEqualTo(3);
    }

    @Test
    void countsAFailedAttemptAsAnErrorOfItsProvider() {
        // When
        meters.attemptEnded("openai", "gpt-4o-mini", Duration.ofSeconds(1), Optional.of(FaultCode.PROVIDER_TIMEOUT));

        // Then
        assertThat(registry.get("signalbox.provider.errors")
                        .tags("gen_ai.provider.name", "openai", "error.type", "provider_timeout")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void addsUpCostAndNeverCountsAnUnpricedRequestAsFree() {
        // When
        meters.settled("sandbox", "sandbox/small", TokenUsage.ofText(10, 20), Optional.of(Money.ofUsd("0.25")));
        meters.settled("acme", "acme/new", TokenUsage.ofText(1, 1), Optional.empty());

        // Then
        assertThat(registry.get("signalbox.cost.usd").functionCounter().count()).isEqualTo(0.25);
        assertThat(registry.get("signalbox.unpriced.requests").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tags("gen_ai.token.type", "output", "gen_ai.request.model", "sandbox/small")
                        .summary()
                        .totalAmount())
                .isEqualTo(20);
    }
}
