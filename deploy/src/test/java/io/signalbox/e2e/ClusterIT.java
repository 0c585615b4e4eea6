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
import io.signalbox.e2e.gateway.SharedGateway;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database. */
final class ClusterIT {

    private static final Duration HEARD_LIMIT = Duration.ofSeconds(2);
    private static final Duration BOOKED_LIMIT = Duration.ofSeconds(20);
    private static final String CALL = Chats.plain("sandbox/small", "How many lines does the Underground have?", 200);

    private static GatewayProcess first;
    private static GatewayProcess second;
    private static AdminClient admin;

    @BeforeAll
    static void start() {
        int firstPort = GatewayProcess.freePort();
        int secondPort = GatewayProcess.freePort();
        String members = "127.0.0.1:" + firstPort + ",127.0.0.1:" + secondPort;
        Path folder = SharedGateway.freshFolder("cluster");
        first = GatewayProcess.start(
                folder.resolve("first"),
                Map.of("SIGNALBOX_CLUSTER_MEMBERS", members, "SIGNALBOX_CLUSTER_PORT", Integer.toString(firstPort)));
        second = GatewayProcess.start(
                folder.resolve("second"),
                Map.of(
                        "SIGNALBOX_CLUSTER_MEMBERS", members,
                        "SIGNALBOX_CLUSTER_PORT", Integer.toString(secondPort),
                        "SIGNALBOX_DATABASE_URL", first.databaseUrl()));
        admin = new AdminClient(first);
    }

    @AfterAll
    static void stop() {
        Stream.of(second, first).filter(node -> node != null).forEach(GatewayProcess::close);
    }

    @Test
    void acceptsOnOneNodeAKeyThatTheOtherCreatedUntilTheOtherRevokesIt() {
        // Given
        AdminClient.Key key = admin.createKey(admin.createApp("both"), "both");

        // When
        Eventually.holds(
                HEARD_LIMIT,
                "the second node takes the key",
                () -> assertThat(client(second, key).chat(CALL).status()).isEqualTo(200));
        admin.revokeKey(key.id());

        // Then
        Answer refused = client(first, key).chat(CALL);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.error().required("code").asText()).isEqualTo("key_revoked");
        Eventually.holds(
                HEARD_LIMIT,
                "the second node refuses the key",
                () -> assertThat(client(second, key).chat(CALL).status()).isEqualTo(401));
    }

    @Test
    void spendsOneBudgetOnBothNodesAndNotAnAnswerMore() {
        // Given
        AdminClient.Key key = admin.createKey(admin.createApp("shared"), "shared");
        BigDecimal price = client(first, key).chat(CALL).costUsd();
        String budget = admin.createBudget("key", key.id(), "total", price.multiply(BigDecimal.valueOf(20)));

        // When
        List<CompletableFuture<Answer>> running = IntStream.range(0, 100)
                .mapToObj(i -> client(i % 2 == 0 ? first : second, key).chatLater(CALL))
                .toList();
        List<Answer> answers = running.stream().map(CompletableFuture::join).toList();

        // Then
        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 402, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeBetween(19, 20);
        try (NodeBooks books = new NodeBooks(first)) {
            Eventually.holds(BOOKED_LIMIT, "both journals are drained", () -> {
                assertThat(books.budgetHeldNanos(budget)).isZero();
                assertThat(books.differences()).isEmpty();
            });
        }
    }

    @Test
    void servesOnOneNodeWhenTheOtherIsKilledAndAccountsForItsMoneyWhenItComesBack() {
        // Given
        AdminClient.Key key = admin.createKey(admin.createApp("survivor"), "survivor");
        String budget = admin.createBudget("key", key.id(), "total", BigDecimal.ONE);
        List<String> streams = List.of(Chats.streamed("sandbox/small", "How many lines has the Underground?", 200));
        Load onFirst = Load.start(client(first, key), 4, streams);
        Load onSecond = Load.start(client(second, key), 8, streams);
        awaitServed(onSecond, 20);

        // When
        second.kill();
        onSecond.awaitEnd();
        awaitServed(onFirst, onFirst.acknowledged().size() + 20);
        onFirst.stop();

        // Then
        assertThat(onFirst.broken()).isEmpty();
        assertThat(onFirst.answers()).extracting(Answer::status).containsOnly(200);
        try (NodeBooks books = new NodeBooks(first)) {
            assertThat(books.differences()).isEmpty();
            assertThat(books.budgetHeldNanos(budget))
                    .as("what the dead node held")
                    .isPositive();
            second.restart();
            Eventually.holds(BOOKED_LIMIT, "both journals are drained", () -> {
                assertThat(books.budgetHeldNanos(budget)).isZero();
                assertThat(books.differences()).isEmpty();
                assertThat(books.requestIds())
                        .containsAll(onFirst.acknowledged().stream()
                                .map(Answer::requestId)
                                .toList())
                        .containsAll(onSecond.acknowledged().stream()
                                .map(Answer::requestId)
                                .toList());
            });
            assertThat(books.budgetSpentNanos(budget)).isEqualTo(books.usedNanos(key.id()));
        }
    }

    private static void awaitServed(Load load, int answers) {
        Eventually.holds(
                BOOKED_LIMIT.multipliedBy(2),
                answers + " answers",
                () -> assertThat(load.acknowledged()).hasSizeGreaterThanOrEqualTo(answers));
    }

    private static GatewayClient client(GatewayProcess node, AdminClient.Key key) {
        return new GatewayClient(node.origin(), key.secret());
    }
}
