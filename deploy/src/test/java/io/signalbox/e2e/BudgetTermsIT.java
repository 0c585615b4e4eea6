package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a budget does besides refusing, and what it may be about. */
@ExtendWith(SharedGateway.class)
final class BudgetTermsIT {

    private static final String QUESTION = "How many lines does the Underground have?";
    private static final String LARGE = Chats.plain("sandbox/large", QUESTION, 200);
    private static final String SMALL = Chats.plain("sandbox/small", QUESTION, 200);
    private static final Duration BOOKED_LIMIT = Duration.ofSeconds(10);

    private static GatewayProcess gateway;
    private static AdminClient admin;

    private final AdminClient.Key key = admin.createKey(admin.createApp("app of a test"), "key of a test");
    private final GatewayClient client = new GatewayClient(gateway.origin(), key.secret());

    @BeforeAll
    static void open(GatewayProcess shared) {
        gateway = shared;
        admin = new AdminClient(gateway);
    }

    @AfterEach
    void endBudgets() {
        admin.endBudgets();
    }

    @Test
    void takesTheCheapestModelOnceTheDearOneIsNoLongerAffordable() {
        // Given: less than the large model's question alone, more than the small model's whole answer.
        BigDecimal small = client.chat(SMALL).costUsd();
        String budget = create("key", key.id(), small.multiply(BigDecimal.valueOf(2)), ",\"action\":\"downgrade\"");
        String dear = LARGE;

        // When
        Answer answer = client.chat(dear);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-model")).hasValue("sandbox/small");
        assertThat(answer.header("x-signalbox-route-reason")).hasValue("budget_downgrade");
        Eventually.holds(
                BOOKED_LIMIT,
                "the budget paid for the small model",
                () -> assertThat(new BigDecimal(
                                admin.budget(budget).required("spent_usd").asText()))
                        .isEqualByComparingTo(answer.costUsd()));
    }

    @Test
    void refusesWhenNotEvenTheCheapestIsAffordable() {
        create("key", key.id(), new BigDecimal("0.000000001"), ",\"action\":\"downgrade\"");

        Answer answer = client.chat(LARGE);

        assertThat(answer.status()).isEqualTo(402);
    }

    @Test
    void saysWhichOutputLimitItCouldAfford() {
        // Given
        BigDecimal whole = client.chat(SMALL).costUsd();
        create("key", key.id(), whole, "");

        // When: much more is asked for than the budget affords.
        Answer answer = client.chat(Chats.plain("sandbox/small", QUESTION, 4_000));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Integer.parseInt(answer.header("x-signalbox-max-tokens").orElseThrow()))
                .isBetween(16, 3_999);
        assertThat(client.chat(Chats.plain("sandbox/small", QUESTION, 16)).header("x-signalbox-max-tokens"))
                .isEmpty();
    }

    @Test
    void boundsOnlyTheRequestsOfItsTagTaskOrModel() {
        create("tag", "team-red", BigDecimal.ZERO, "");
        create("task", "translation", BigDecimal.ZERO, "");
        create("model", "sandbox/large", BigDecimal.ZERO, "");

        assertThat(client.chat(SMALL).status()).isEqualTo(200);
        assertRefused(client.chat(SMALL, "x-signalbox-tags", "team-blue, team-red"), "tag");
        assertRefused(client.chat(Chats.with(SMALL, "\"signalbox\":{\"tags\":[\"team-red\"]}")), "tag");
        assertThat(client.chat(SMALL, "x-signalbox-tags", "team-blue").status()).isEqualTo(200);
        assertRefused(client.chat(LARGE), "model");
        assertRefused(client.chat(Chats.plain("smart-select:translation", QUESTION, 200)), "task");
        assertThat(client.chat(SMALL, "x-signalbox-tags", "no spaces").status()).isEqualTo(400);
    }

    private static void assertRefused(Answer answer, String scope) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(402);
        JsonNode metadata = answer.error().required("metadata");
        assertThat(metadata.required("scope").asText()).isEqualTo(scope);
    }

    private static String create(String scope, String scopeId, BigDecimal limit, String more) {
        return admin.createBudget("{\"name\":\"of a test\",\"scope\":\"" + scope + "\",\"scope_id\":\"" + scopeId
                        + "\",\"window\":\"total\",\"limit_usd\":\"" + limit.toPlainString() + "\"" + more + "}")
                .required("id")
                .asText();
    }
}
