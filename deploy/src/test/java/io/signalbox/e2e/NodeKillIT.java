package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Load;
import io.signalbox.e2e.gateway.MeteredGateway;
import io.signalbox.e2e.gateway.NodeBooks;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} under load, and what the books say afterwards. The sandbox lives on outside: its meter is the truth. */
@ExtendWith(MeteredGateway.Shared.class)
final class NodeKillIT {

    private static final int CLIENTS = 16;
    private static final int WARM = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String QUESTION = "How many lines does the London Underground have?";
    private static final List<String> BODIES = List.of(
            Chats.streamed("sandbox/small", QUESTION, 200),
            Chats.streamed("sandbox/large", QUESTION, 200),
            Chats.plain("sandbox/small", QUESTION, 200));

    private final MeteredGateway rig;
    private final AdminClient admin;
    private final AdminClient.Key key;
    private final NodeBooks books;

    NodeKillIT(MeteredGateway rig) {
        this.rig = rig;
        this.admin = new AdminClient(rig.process());
        this.key = admin.createKey(admin.createApp("killed"), "killed");
        this.books = new NodeBooks(rig.process());
    }

    @AfterEach
    void closeBooks() {
        books.close();
    }

    @Test
    void losesNoAcknowledgedUsageAndSpendsNothingTwiceWhenKilledWithItsDatabaseAndWhileItRecovers() {
        // Given
        BigDecimal cap = new BigDecimal("0.05");
        String budget = admin.createBudget("key", key.id(), "total", cap);
        Set<String> acknowledged = new HashSet<>();

        // When
        for (int kills = 0; kills < 2; kills++) {
            Load load = Load.start(client(), CLIENTS, BODIES);
            Eventually.holds(PATIENCE, "the load has warmed up and streams are open", () -> {
                assertThat(load.acknowledged()).hasSizeGreaterThan(WARM);
                assertThat(rig.sandbox().open()).isGreaterThan(CLIENTS / 2);
            });
            rig.process().kill();
            load.awaitEnd();
            assertThat(load.broken()).as("somebody was cut off in the middle").isNotEmpty();
            load.acknowledged().forEach(answer -> acknowledged.add(answer.requestId()));
            if (kills == 1) {
                rig.process().killPostgres();
                rig.process().restartAndKillAt("attempts were interrupted");
            }
            rig.process().restart();
        }

        // Then
        assertBooksAgree(budget, cap);
        assertThat(acknowledged)
                .allSatisfy(id ->
                        assertThat(client().get("/v1/requests/" + id).status()).isEqualTo(200));
    }

    @Test
    void neverLetsTheProviderBillMoreThanTheCapHoweverOftenItIsKilled() {
        // Given
        BigDecimal price =
                client().chat(Chats.plain("sandbox/large", QUESTION, 200)).costUsd();
        BigDecimal cap = price.multiply(BigDecimal.valueOf(60));
        String budget = admin.createBudget("key", key.id(), "total", cap);
        long before = rig.sandbox().costNanos();

        // When
        Load first = Load.start(client(), CLIENTS, BODIES);
        Eventually.holds(
                PATIENCE,
                "some are served",
                () -> assertThat(first.acknowledged()).hasSizeGreaterThan(WARM / 2));
        rig.process().kill();
        first.awaitEnd();
        rig.process().restart();
        Load second = Load.start(client(), CLIENTS, BODIES);
        Eventually.holds(
                PATIENCE,
                "the budget is used up",
                () -> assertThat(second.answers()).anyMatch(answer -> answer.status() == 402));
        second.stop();

        // Then
        assertThat(second.answers()).extracting(Answer::status).isSubsetOf(200, 402, 429);
        assertBooksAgree(budget, cap);
        assertThat(rig.sandbox().costNanos() - before)
                .isLessThanOrEqualTo(cap.movePointRight(9).longValueExact());
    }

    private void assertBooksAgree(String budget, BigDecimal cap) {
        Eventually.holds(PATIENCE, "everything is accounted for", () -> {
            assertThat(books.budgetHeldNanos(budget)).isZero();
            assertThat(books.differences()).isEmpty();
        });
        long spent = books.budgetSpentNanos(budget);
        assertThat(spent).isLessThanOrEqualTo(cap.movePointRight(9).longValueExact());
        assertThat(books.usedNanos(key.id())).isGreaterThanOrEqualTo(spent);
        assertThat(books.ledgerSumNanos()).isZero();
        assertThat(books.ledgerExpenseNanos()).isEqualTo(books.usedNanos());
        assertThat(rig.sandbox().costNanos()).as("what was really used").isLessThanOrEqualTo(books.usedNanos());
    }

    private GatewayClient client() {
        return rig.client(key.secret());
    }
}
