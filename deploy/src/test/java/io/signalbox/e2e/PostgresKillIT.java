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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of PostgreSQL under load: the node has to live through it and mend it. */
@ExtendWith(MeteredGateway.Shared.class)
final class PostgresKillIT {

    private static final int CLIENTS = 12;
    private static final int WARM = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final BigDecimal CAP = new BigDecimal("0.5");
    private static final String QUESTION = "How many lines does the London Underground have?";
    private static final List<String> BODIES =
            List.of(Chats.streamed("sandbox/small", QUESTION, 200), Chats.plain("sandbox/small", QUESTION, 200));

    private final MeteredGateway rig;
    private final AdminClient admin;
    private final AdminClient.Key key;
    private final NodeBooks books;

    PostgresKillIT(MeteredGateway rig) {
        this.rig = rig;
        this.admin = new AdminClient(rig.process());
        this.key = admin.createKey(admin.createApp("outage"), "outage");
        this.books = new NodeBooks(rig.process());
    }

    @AfterEach
    void closeBooks() {
        books.close();
    }

    @Test
    void servesOrSays503WhilePostgresIsGoneAndAccountsForEverythingAfterwards() {
        // Given
        String budget = admin.createBudget("key", key.id(), "total", CAP);
        long unknown = books.usedNanos() - rig.sandbox().costNanos();
        Load load = Load.start(client(key.secret()), CLIENTS, BODIES);
        awaitServed(load, WARM);

        // When
        rig.process().killPostgres();
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
        assertThat(books.usedNanos() - rig.sandbox().costNanos())
                .as("nothing but what the provider metered was added")
                .isEqualTo(unknown);
    }

    @Test
    void servesKeysWithoutABudgetAllTheWhile() {
        // Given
        long unknown = books.usedNanos() - rig.sandbox().costNanos();
        Load load = Load.start(client(key.secret()), CLIENTS / 2, BODIES);
        awaitServed(load, WARM);

        // When
        rig.process().killPostgres();
        awaitServed(load, load.acknowledged().size() + WARM * 4);
        load.stop();

        // Then
        assertThat(load.broken()).isEmpty();
        assertThat(load.answers()).extracting(Answer::status).containsOnly(200);
        Eventually.holds(PATIENCE, "everything is accounted for", () -> {
            assertThat(books.differences()).isEmpty();
            assertThat(books.usedNanos() - rig.sandbox().costNanos()).isEqualTo(unknown);
        });
    }

    @Test
    void answersUnknownKeysWith503AndNever401WhilePostgresIsGone() {
        // Given
        AdminClient.Key fresh = admin.createKey(admin.createApp("unseen"), "unseen");

        // When
        rig.process().killPostgres();
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
        return rig.client(secret);
    }
}
