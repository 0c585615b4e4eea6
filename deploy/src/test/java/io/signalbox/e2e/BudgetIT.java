package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.NodeBooks;
import io.signalbox.e2e.gateway.SandboxMeterClient;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets, held against what the provider's own meter says was spent. */
@ExtendWith(SharedGateway.class)
final class BudgetIT {

    private static final int AFFORDABLE = 20;
    private static final int CALLS = 200;
    private static final Duration BOOKED_LIMIT = Duration.ofSeconds(20);
    private static final String CALL = Chats.plain("sandbox/small", "How many lines does the Underground have?", 200);

    private static GatewayProcess gateway;
    private static AdminClient admin;
    private static SandboxMeterClient meter;
    private static BigDecimal price;

    @BeforeAll
    static void measure(GatewayProcess shared) {
        gateway = shared;
        admin = new AdminClient(gateway);
        meter = new SandboxMeterClient(gateway.sandbox());
        price = client(gateway.firstRun().apiKey()).chat(CALL).costUsd();
    }

    /** A budget of the tenant would stop every other test. */
    @AfterEach
    void endBudgets() {
        admin.endBudgets();
    }

    @ParameterizedTest
    @CsvSource({"key, total", "app, month", "tenant, total"})
    void servesWhatACapIsWorthOf200CallsAtOnceAndNoMore(String scope, String window) {
        // Given
        AdminClient.Key key = newKey();
        BigDecimal cap = price.multiply(BigDecimal.valueOf(AFFORDABLE));
        String budget = admin.createBudget(scope, scopeId(scope, key), window, cap);
        long before = meter.costNanos();

        // When
        List<Answer> answers = callAtOnce(key, CALLS);

        // Then
        Map<Integer, List<Answer>> byStatus =
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.toList()));
        assertThat(byStatus.keySet()).isSubsetOf(200, 402, 429);
        assertThat(paid(answers))
                .as("all but what one more answer costs; the last ones may be cut short")
                .isBetween(price.multiply(BigDecimal.valueOf(AFFORDABLE - 1L)), cap);
        assertThat(meter.costNanos() - before)
                .isPositive()
                .isLessThanOrEqualTo(cap.movePointRight(9).longValueExact());
        assertThat(byStatus.getOrDefault(429, List.of())).allSatisfy(answer -> {
            assertThat(answer.error().required("code").asText()).isEqualTo("budget_in_flight");
            assertThat(answer.header("retry-after")).isPresent();
        });
        assertBooked(budget, answers);
    }

    @ParameterizedTest
    @CsvSource({"key, month", "app, total", "tenant, month"})
    void refusesWith402UntilTheLimitIsRaised(String scope, String window) {
        // Given
        AdminClient.Key key = newKey();
        GatewayClient client = client(key.secret());
        String budget = admin.createBudget(scope, scopeId(scope, key), window, price);
        BigDecimal spent = client.chat(CALL).costUsd();

        // When
        Answer refused = client.chat(CALL);

        // Then
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.header("x-should-retry")).hasValue("false");
        assertThat(refused.header("retry-after")).isEmpty();
        assertThat(refused.header("x-signalbox-attempts")).isEmpty();
        assertThat(refused.error().required("type").asText()).isEqualTo("insufficient_quota");
        assertThat(refused.error().required("code").asText()).isEqualTo("budget_exceeded");
        JsonNode metadata = refused.error().required("metadata");
        assertThat(metadata.required("budget_id").asText()).isEqualTo(budget);
        assertThat(metadata.required("scope").asText()).isEqualTo(scope);
        assertThat(new BigDecimal(metadata.required("limit_usd").asText())).isEqualByComparingTo(price);
        assertThat(new BigDecimal(metadata.required("spent_usd").asText())).isEqualByComparingTo(spent);
        assertThat(new BigDecimal(metadata.required("reserved_usd").asText())).isZero();
        assertThat(metadata.required("resets_at").isNull()).isEqualTo(window.equals("total"));

        // When
        admin.limitBudget(budget, new BigDecimal("1000"));

        // Then
        assertThat(client.chat(CALL).status()).isEqualTo(200);
    }

    @Test
    void refusesStreamsBeforeTheyBegin() {
        // Given
        AdminClient.Key key = newKey();
        admin.createBudget("key", key.id(), "total", BigDecimal.ZERO);

        // When
        Answer refused = client(key.secret()).chat(Chats.streamed("sandbox/small", "Hello"));

        // Then
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.isStream()).isFalse();
        assertThat(refused.error().required("code").asText()).isEqualTo("budget_exceeded");
    }

    @Test
    void bookAStreamThatItsReaderLeft() throws Exception {
        // Given
        AdminClient.Key key = newKey();
        BigDecimal cap = price.multiply(BigDecimal.TEN);
        String budget = admin.createBudget("key", key.id(), "total", cap);

        // When
        try (var body = client(key.secret())
                .open(Chats.streamed("sandbox/small", "How many lines does the Underground have?", 200))
                .body()) {
            assertThat(body.read()).isNotNegative();
        }

        // Then
        Eventually.holds(BOOKED_LIMIT, "what was delivered is spent and nothing is held", () -> {
            JsonNode now = admin.budget(budget);
            assertThat(new BigDecimal(now.required("spent_usd").asText())).isPositive();
            assertThat(new BigDecimal(now.required("reserved_usd").asText())).isZero();
        });
    }

    private static List<Answer> callAtOnce(AdminClient.Key key, int calls) {
        GatewayClient client = client(key.secret());
        List<CompletableFuture<Answer>> running =
                IntStream.range(0, calls).mapToObj(i -> client.chatLater(CALL)).toList();
        return running.stream().map(CompletableFuture::join).toList();
    }

    /** The budget, the usage events and the answers tell of the same money. */
    private static void assertBooked(String budget, List<Answer> answers) {
        BigDecimal paid = paid(answers);
        try (NodeBooks books = new NodeBooks(gateway)) {
            Eventually.holds(BOOKED_LIMIT, "every answer is booked", () -> {
                assertThat(books.budgetHeldNanos(budget)).isZero();
                assertThat(books.budgetSpentNanos(budget))
                        .isEqualTo(paid.movePointRight(9).longValueExact());
            });
            assertThat(books.differences()).isEmpty();
        }
    }

    private static BigDecimal paid(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(Answer::costUsd)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static AdminClient.Key newKey() {
        return admin.createKey(admin.createApp("app of a test"), "key of a test");
    }

    private static String scopeId(String scope, AdminClient.Key key) {
        Map<String, Function<AdminClient.Key, String>> ids =
                Map.of("key", AdminClient.Key::id, "app", AdminClient.Key::appId, "tenant", it -> admin.tenantId());
        return ids.get(scope).apply(key);
    }

    private static GatewayClient client(String key) {
        return new GatewayClient(gateway.origin(), key);
    }
}
