package io.signalbox.launch.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three real nodes, their database and their provider, to be broken on purpose by the tests of one class. */
final class FaultRig implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String QUESTION = "How many lines does the London Underground have?";

    final ProofGround ground;
    final AdminDesk desk;
    final Books books;
    final GatewayClient admin;

    private FaultRig(Path home) {
        ground = ProofGround.lay(new ProofOptions(3, 10, Duration.ofMinutes(1), 0, home));
        try {
            launch(ground.nodes().get(0));
            awaitReady(ground.nodes().subList(0, 1));
            ground.nodes().stream().skip(1).forEach(this::launch);
            awaitReady(ground.nodes());
        } catch (RuntimeException | AssertionError broken) {
            ground.close();
            throw broken;
        }
        String token = Proof.adminToken(ground);
        desk = new AdminDesk(() -> ground.nodes().stream().map(NodeRun::origin).toList(), token);
        admin = new GatewayClient(ground.nodes().get(0).origin(), token);
        books = new Books(ground.database());
    }

    static FaultRig start(Path home) {
        return new FaultRig(home);
    }

    AdminDesk.Key newKey(String name) {
        return desk.createKey(desk.createApp("app of " + name), name);
    }

    GatewayClient client(NodeRun node, AdminDesk.Key key) {
        return new GatewayClient(node.origin(), key.secret());
    }

    /** Streams and plain requests, metered under the key's id. */
    static List<String> bodies(AdminDesk.Key key) {
        String user = "\"user\":\"" + key.id() + "\"";
        return List.of(
                Chats.with(Chats.streamed("sandbox/small", QUESTION, 200), user),
                Chats.with(Chats.plain("sandbox/small", QUESTION, 120), user),
                Chats.with(Chats.streamed("sandbox/large", QUESTION, 60), user));
    }

    long metered(AdminDesk.Key key) {
        return ground.meter().ofUser(key.id()).costNanos();
    }

    long used(AdminDesk.Key key) {
        return books.costOfKey(key.id(), "%");
    }

    Books.Period period(String budgetId) {
        return books.periods().stream()
                .filter(each -> each.budgetId().equals(budgetId))
                .findFirst()
                .orElse(new Books.Period(budgetId, "", 0, 0, 0, 0));
    }

    void launch(NodeRun node) {
        node.launch();
    }

    void awaitReady(List<NodeRun> nodes) {
        Eventually.holds(
                PATIENCE, "the nodes are ready", () -> assertThat(nodes).allMatch(NodeRun::isReady));
    }

    /** All that a load was told is booked, nothing is held, and what was spent is what the events say. */
    void assertAccounted(AdminDesk.Key key, String budget, List<Load> loads) {
        Eventually.holds(Duration.ofSeconds(30), "everything is accounted for", () -> {
            assertThat(period(budget).held()).isZero();
            assertThat(period(budget).spent()).isEqualTo(used(key));
            Map<String, Books.Booked> booked = books.requests();
            List<String> told = loads.stream()
                    .flatMap(load -> load.acknowledged().stream())
                    .map(Answer::requestId)
                    .toList();
            assertThat(booked.keySet()).containsAll(told);
        });
        assertThat(metered(key)).isLessThanOrEqualTo(used(key));
        assertThat(books.attemptsBookedTwice()).isZero();
        assertThat(books.unbalancedTransactions()).isZero();
        assertThat(books.payable()).isEqualTo(books.cost());
        assertThat(books.costOfHours()).isEqualTo(books.cost());
    }

    static List<Answer> all(List<Load> loads) {
        List<Answer> answers = new ArrayList<>();
        loads.forEach(load -> answers.addAll(load.answers()));
        return answers;
    }

    @Override
    public void close() {
        ground.close();
    }
}
