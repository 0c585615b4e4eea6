package io.signalbox.launch.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Load;
import io.signalbox.e2e.gateway.SharedGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The money rows of the fault matrix against real nodes: what breaks, and what the provider's meter and the books say afterwards. */
final class MoneyFaultsIT {

    private static final long DOLLAR = 1_000_000_000;
    private static final int CLIENTS = 6;
    private static final int KILL_POINTS = 20;

    private static FaultRig rig;

    @BeforeAll
    static void start() {
        rig = FaultRig.start(SharedGateway.freshFolder("money-faults"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    /** F-01. Moments are relative to what the provider, the client and the database are seen to do. */
    @Test
    void losesAndDoublesNothingWhenNodesAreKilledAtTwentyPoints() {
        AdminDesk.Key key = rig.newKey("killed");
        String budget = rig.desk.createBudget("killed", "key", key.id(), "total", DOLLAR);
        SplittableRandom random = new SplittableRandom(1);
        List<Load> loads = new ArrayList<>();
        int cutOff = 0;
        long slowest = 0;
        for (int point = 0; point < KILL_POINTS; ) {
            // When
            List<NodeRun> dead = new ArrayList<>();
            for (NodeRun node : rig.ground.nodes()) {
                if (point < KILL_POINTS) {
                    Load load = Load.start(rig.client(node, key), CLIENTS, FaultRig.bodies(key));
                    awaitPoint(point++, load, key, random.nextInt(40));
                    node.kill();
                    load.awaitEnd();
                    cutOff += load.broken().size();
                    loads.add(load);
                    dead.add(node);
                }
            }
            dead.forEach(rig::launch);
            rig.awaitReady(dead);
            long ready = System.nanoTime();

            // Then
            rig.assertAccounted(key, budget, loads);
            slowest = Math.max(slowest, System.nanoTime() - ready);
        }
        assertThat(cutOff).as("somebody was cut off in the middle").isPositive();
        assertThat(rig.books.unknownBelowReservation()).isZero();
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(5));
        say(
                "F-01",
                KILL_POINTS + " kills, " + cutOff + " requests cut off, books complete at most " + slowest / 1_000_000
                        + " ms after the node was ready");
    }

    /** F-02. */
    @Test
    void losesNoAcknowledgementWhenPostgresIsKilledThreeTimes() {
        AdminDesk.Key key = rig.newKey("outage");
        String budget = rig.desk.createBudget("outage", "key", key.id(), "total", DOLLAR);
        List<Load> loads = rig.ground.nodes().stream()
                .map(node -> Load.start(rig.client(node, key), CLIENTS, FaultRig.bodies(key)))
                .toList();
        long slowest = 0;
        int during = 0;
        for (int kills = 0; kills < 3; kills++) {
            awaitServed(loads, 30);

            // When
            rig.ground.killPostgres();
            int before = served(loads);
            Eventually.holds(
                    FaultRig.PATIENCE,
                    "the outage is felt",
                    () -> assertThat(FaultRig.all(loads)).anyMatch(answer -> answer.status() == 503));
            during += served(loads) - before;
            rig.ground.postgres().restartIfDeadBlocking();
            long up = System.nanoTime();
            for (NodeRun node : rig.ground.nodes()) {
                Eventually.holds(
                        FaultRig.PATIENCE,
                        "every node serves again",
                        () -> assertThat(rig.client(node, key)
                                        .chat(FaultRig.bodies(key).get(1))
                                        .status())
                                .isEqualTo(200));
            }
            slowest = Math.max(slowest, System.nanoTime() - up);
        }
        loads.forEach(Load::stop);

        // Then
        assertThat(loads).allSatisfy(load -> assertThat(load.broken()).isEmpty());
        assertThat(FaultRig.all(loads)).extracting(Answer::status).containsOnly(200, 503);
        rig.assertAccounted(key, budget, loads);
        assertThat(rig.metered(key)).isEqualTo(rig.used(key));
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(5));
        say(
                "F-02",
                "3 kills, " + served(loads) + " acknowledgements, 0 lost, " + during
                        + " served while PostgreSQL was dead, all nodes serve " + slowest / 1_000_000
                        + " ms after it was up");
    }

    /** F-24. The answers are as long as they may be, so that what is reserved is nearly what is used. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void serves1000AtOnceWhatACapOf100RequestsIsWorthAndNoMore(int round) {
        // Given
        AdminDesk.Key key = rig.newKey("edge " + round);
        String body = Chats.with(Chats.plain("sandbox/large", "Hi", 40), "\"user\":\"" + key.id() + "\"");
        long price = rig.client(rig.ground.nodes().get(0), key)
                .chat(body)
                .costUsd()
                .movePointRight(9)
                .longValueExact();
        long metered = rig.metered(key);
        long cap = price * 100;
        String budget = rig.desk.createBudget("edge " + round, "key", key.id(), "total", cap);
        List<GatewayClient> clients =
                rig.ground.nodes().stream().map(node -> rig.client(node, key)).toList();

        // When
        List<Answer> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> untilDecided(clients.get(i % clients.size()), body, 60))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // Then
        assertThat(answers).extracting(Answer::status).containsOnly(200, 402);
        long served = answers.stream().filter(answer -> answer.status() == 200).count();
        Eventually.holds(
                FaultRig.PATIENCE,
                "nothing is held",
                () -> assertThat(rig.period(budget).held()).isZero());
        long cost = rig.metered(key) - metered;
        assertThat(cost).isLessThanOrEqualTo(cap).isEqualTo(rig.period(budget).spent());
        assertThat(cost * 100).as("used of %d", cap).isGreaterThanOrEqualTo(cap * 99);
        say(
                "F-24",
                "1000 at once on 3 nodes at a cap of 100: " + served + " served, " + 100.0 * cost / cap + " % used");
    }

    /** F-26. */
    @Test
    void refusesASecondProcessOnTheSameJournal() throws Exception {
        // Given
        NodeRun owner = rig.ground.nodes().get(0);
        Path home = SharedGateway.freshFolder("second-owner");
        Path data = Files.createDirectories(home.resolve("data"));
        Files.createSymbolicLink(
                data.resolve("journal"), owner.dataDir().resolve("journal").toAbsolutePath());
        NodeRun second = rig.ground.twin(owner, home);

        // When
        second.launch();
        Eventually.holds(
                FaultRig.PATIENCE,
                "the second gives up",
                () -> assertThat(second.isAlive()).isFalse());

        // Then
        assertThat(Files.readString(second.log())).contains("in use by another process");
        assertThat(owner.isReady()).isTrue();
        say("F-26", "a second process on the same journal refuses to start");
    }

    /** F-30: four streams each, all of them between the first byte to the provider and the first byte back. */
    @ParameterizedTest
    @ValueSource(strings = {"cap lowered", "budget archived", "key revoked"})
    void endsRunningStreamsAndBooksThemWhenTheirGroundIsTakenAway(String change) {
        // Given
        AdminDesk.Key key = rig.newKey(change);
        String budget = rig.desk.createBudget(change, "key", key.id(), "total", DOLLAR);
        String body = Chats.with(
                Chats.streamed("sandbox/error-slow-first-token", "Take your time.", 60),
                "\"user\":\"" + key.id() + "\"");
        List<CompletableFuture<Answer>> running = IntStream.range(0, 4)
                .mapToObj(i -> rig.client(rig.ground.nodes().get(i % 3), key).chatLater(body))
                .toList();
        Eventually.holds(
                FaultRig.PATIENCE,
                "all streams have reached the provider",
                () -> assertThat(rig.ground.meter().ofUser(key.id()).open()).isEqualTo(4));

        // When
        change(change, key, budget);

        // Then
        int after = switch (change) {
            case "cap lowered" -> 402;
            case "key revoked" -> 401;
            default -> 200;
        };
        String plain = FaultRig.bodies(key).get(1);
        Eventually.holds(
                Duration.ofSeconds(4),
                "every node has heard of it",
                () -> assertThat(rig.ground.nodes())
                        .allSatisfy(node -> assertThat(
                                        rig.client(node, key).chat(plain).status())
                                .isEqualTo(after)));
        List<Answer> answers = running.stream().map(CompletableFuture::join).toList();
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.isDone()).isTrue();
        });
        Eventually.holds(FaultRig.PATIENCE, "all of it is booked", () -> {
            assertThat(rig.period(budget).held()).isZero();
            assertThat(rig.used(key)).isEqualTo(rig.metered(key));
        });
        assertThat(rig.books.requests().keySet())
                .containsAll(answers.stream().map(Answer::requestId).toList());
        say("F-30", change + ": 4 streams ended whole and are booked, then " + after);
    }

    private static void change(String change, AdminDesk.Key key, String budget) {
        switch (change) {
            case "cap lowered" -> assertThat(rig.desk.limit(budget, 1)).isTrue();
            case "key revoked" ->
                assertThat(rig.admin
                                .send("POST", "/api/v1/keys/" + key.id() + "/revoke", "{}")
                                .status())
                        .isEqualTo(200);
            default -> {
                String etag = rig.admin
                        .get("/api/v1/budgets/" + budget)
                        .header("etag")
                        .orElseThrow();
                assertThat(rig.admin
                                .send("DELETE", "/api/v1/budgets/" + budget, "", "if-match", etag)
                                .status())
                        .isEqualTo(204);
            }
        }
    }

    /** Returns at one of six kinds of moments, and up to {@code ms} later. */
    private static void awaitPoint(int point, Load load, AdminDesk.Key key, int ms) {
        long requests = rig.ground.meter().ofUser(key.id()).requests();
        long events = rig.books.events();
        Eventually.holds(FaultRig.PATIENCE, "point " + point, () -> {
            switch (point % 6) {
                case 0 -> assertThat(point).as("before anything").isNotNegative();
                case 1 ->
                    assertThat(rig.ground.meter().ofUser(key.id()).requests())
                            .as("the provider has heard of the first")
                            .isGreaterThan(requests);
                case 2 ->
                    assertThat(rig.ground.meter().ofUser(key.id()).open())
                            .as("streams are open")
                            .isGreaterThan(CLIENTS / 2);
                case 3 -> assertThat(load.acknowledged()).as("the first answer").isNotEmpty();
                case 4 -> assertThat(load.acknowledged()).as("many answers").hasSizeGreaterThan(CLIENTS * 3);
                default ->
                    assertThat(rig.books.events()).as("the drain at work").isGreaterThan(events + CLIENTS);
            }
        });
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** Asks again while money is merely in flight. */
    private static CompletableFuture<Answer> untilDecided(GatewayClient client, String body, int tries) {
        return client.chatLater(body)
                .thenCompose(answer -> answer.status() != 429 || tries == 0
                        ? CompletableFuture.completedFuture(answer)
                        : CompletableFuture.supplyAsync(
                                        () -> client, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS))
                                .thenCompose(again -> untilDecided(again, body, tries - 1)));
    }

    private static int served(List<Load> loads) {
        return loads.stream().mapToInt(load -> load.acknowledged().size()).sum();
    }

    private static void awaitServed(List<Load> loads, int more) {
        int before = served(loads);
        Eventually.holds(
                FaultRig.PATIENCE,
                more + " answers",
                () -> assertThat(served(loads)).isGreaterThan(before + more));
    }

    private static void say(String row, String what) {
        System.out.println(row + ": " + what);
    }
}
