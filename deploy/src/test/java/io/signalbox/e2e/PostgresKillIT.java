package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.AdminClient;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.Load;
import io.signalbox.e2e.gateway.NodeBooks;
import io.signalbox.e2e.gateway.OwnSandbox;
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of PostgreSQL under load: the node has to live through it and mend it. */
final class PostgresKillIT {

    private static final int CLIENTS = 12;
    private static final int WARM = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final BigDecimal CAP = new BigDecimal("0.5");
    private static final String QUESTION = "How many lines does the London Underground have?";
    private static final List<String> BODIES =
            List.of(Chats.streamed("sandbox/small", QUESTION, 200), Chats.plain("sandbox/small", QUESTION, 200));

    private OwnSandbox sandbox;
    private GatewayProcess gateway;
    private AdminClient admin;
    private AdminClient.Key key;
    private NodeBooks books;

    @BeforeEach
    void start() {
        sandbox = new OwnSandbox();
        gateway = GatewayProcess.start(
                SharedGateway.freshFolder("outage"),
                Map.of("SIGNALBOX_SANDBOX_URL", sandbox.baseUrl().toString()));
        admin = new AdminClient(gateway);
        key = admin.createKey(admin.createApp("outage"), "outage");
        books = new NodeBooks(gateway);
    }

    @AfterEach
    void stop() {
        books.close();
        gateway.close();
        sandbox.close();
    }

    @Test
    void servesOrSays503WhilePostgresIsGoneAndAccountsForEverythingAfterwards() {
        // Given
        String budget = admin.createBudget("key", key.id(), "total", CAP);
        Load load = Load.start(client(key.secret()), CLIENTS, BODIES);
        awaitServed(load, WARM);

        // When
        gateway.killPostgres();
        Eventually.holds(
                PATIENCE,
                "the outage is felt",
                () -> assertThat(load.answers()).anyMatch(answer -> answer.status() == 503));
        awaitServed(load, load.acknowledged().size() + WARM);
        load.stop();

        // Then
        assertThat(load.broken()).as("no connection breaks").isEmpty();
        assertThat(load.answers()).extracting(Answer::status).containsOnly(200, 503);
        assertThat(load.answers())
                .filteredOn(answer -> answer.status() == 503)
                .allSatisfy(answer ->
                        assertThat(answer.error().required("code").asText()).isEqualTo("unavailable"));
        Eventually.holds(PATIENCE, "everything is accounted for", () -> {
            assertThat(books.budgetHeldNanos(budget)).isZero();
            assertThat(books.differences()).isEmpty();
            assertThat(books.requestIds())
                    .containsAll(
                            load.acknowledged().stream().map(Answer::requestId).toList());
        });
        assertThat(books.budgetSpentNanos(budget)).isEqualTo(books.usedNanos(key.id()));
        assertThat(books.ledgerSumNanos()).isZero();
        assertThat(sandbox.costNanos()).isEqualTo(books.usedNanos());
    }

    @Test
    void servesKeysWithoutABudgetAllTheWhile() {
        // Given
        Load load = Load.start(client(key.secret()), CLIENTS / 2, BODIES);
        awaitServed(load, WARM);

        // When
        gateway.killPostgres();
        awaitServed(load, load.acknowledged().size() + WARM * 4);
        load.stop();

        // Then
        assertThat(load.broken()).isEmpty();
        assertThat(load.answers()).extracting(Answer::status).containsOnly(200);
        Eventually.holds(PATIENCE, "everything is accounted for", () -> {
            assertThat(books.differences()).isEmpty();
            assertThat(books.usedNanos()).isEqualTo(sandbox.costNanos());
        });
    }

    @Test
    void answersUnknownKeysWith503AndNever401WhilePostgresIsGone() {
        // Given
        AdminClient.Key fresh = admin.createKey(admin.createApp("unseen"), "unseen");

        // When
        gateway.killPostgres();
        Answer during = client(fresh.secret()).chat(BODIES.get(1));

        // Then
        assertThat(during.status()).isIn(200, 503);
        Eventually.holds(
                PATIENCE,
                "the node mends itself",
                () -> assertThat(client(fresh.secret()).chat(BODIES.get(1)).status())
                        .isEqualTo(200));
    }

    private static void awaitServed(Load load, int answers) {
        Eventually.holds(
                PATIENCE,
                answers + " answers",
                () -> assertThat(load.acknowledged()).hasSizeGreaterThanOrEqualTo(answers));
    }

    private GatewayClient client(String secret) {
        return new GatewayClient(gateway.origin(), secret);
    }
}
