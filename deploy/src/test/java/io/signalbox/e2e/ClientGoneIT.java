package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Maker;
import io.signalbox.e2e.gateway.RawProviders;
import io.signalbox.e2e.gateway.RawUpstream;
import io.signalbox.e2e.gateway.RawUpstream.Ending;
import io.signalbox.e2e.gateway.Shape;
import io.signalbox.e2e.gateway.Tongue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that leave in mid-stream, at every surface and before every protocol: the provider is let go and what it gave is paid. */
@ExtendWith(RawProviders.Shared.class)
final class ClientGoneIT {

    /** Below the second after which a silent provider would be given up anyway. */
    private static final Duration RESET_LIMIT = Duration.ofMillis(900);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LAST = "eleven twelve";

    private final RawProviders gateway;
    private final GatewayClient client;

    ClientGoneIT(RawProviders gateway) {
        this.gateway = gateway;
        this.client = gateway.client();
    }

    @TestFactory
    Stream<DynamicTest> settlesWhatWasDelivered() {
        return Stream.of(Shape.values())
                .flatMap(shape -> Stream.of(Maker.values())
                        .map(maker -> DynamicTest.dynamicTest(shape + " at " + maker, () -> leaves(shape, maker))));
    }

    private void leaves(Shape shape, Maker maker) throws IOException {
        // Given
        RawUpstream upstream = gateway.upstream(maker);
        Tongue tongue = maker.tongue(shape);
        upstream.answerNext(
                Ending.SILENCE,
                List.of(
                        tongue.preamble(),
                        tongue.output("one two three four five six"),
                        tongue.output(" seven eight nine ten " + LAST)));
        int cutOffBefore = upstream.cutOff();

        // When
        HttpResponse<InputStream> answer = client.open(shape.path(), shape.streamed(List.of(maker.model())));
        readTo(LAST, answer.body());

        // Then
        Eventually.holds(
                RESET_LIMIT,
                "the provider is let go",
                () -> assertThat(upstream.cutOff()).isGreaterThan(cutOffBefore));
        String requestId = answer.headers().firstValue("x-request-id").orElseThrow();
        JsonNode record = Eventually.within(PATIENCE, "the request is recorded", () -> {
            Answer found = client.get("/v1/requests/" + requestId);
            assertThat(found.status()).isEqualTo(200);
            return found.json();
        });
        assertThat(record.required("code").asText()).isEqualTo("client_gone");
        assertThat(record.required("cost_status").asText()).isEqualTo("estimated");
        assertThat(new BigDecimal(record.required("cost_usd").asText())).isPositive();
        assertThat(record.at("/usage/output").intValue()).isBetween(12, 16);
        assertThat(record.at("/usage/input").intValue()).isPositive();
    }

    /** Reads as far as {@code words} and leaves. */
    private static void readTo(String words, InputStream stream) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.contains(words)) {
                line = lines.readLine();
            }
            assertThat(line).contains(words);
        }
    }
}
