package io.signalbox.billing.usage;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.event;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.BillingRig;
import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpendStoreTest {

    private static final Caller ALICE = caller("alice");
    private static final Caller SECOND = caller("alice", "second", "second");
    private static final Caller BOB = caller("bob");
    private static final Instant START = Instant.parse("2026-11-20T22:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(7);
    private static final int EVENTS = 60;

    private final SpendStore store = new SpendStore();
    private final List<UsageEvent> events = new ArrayList<>();
    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;

    /** Seven hours of events over midnight, of two apps; the tenth of each ten is unpriced. One of another tenant. */
    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), Path.of("unused"));
        for (int i = 0; i < EVENTS; i++) {
            ReserveRequest request = attempt(rig, i % 3 == 0 ? SECOND : ALICE, 10, 10);
            events.add(event(
                    request,
                    TokenUsage.ofText(10 + i, i),
                    i % 10 == 9 ? Optional.empty() : Optional.of(new Money(1_000 + i)),
                    START.plus(STEP.multipliedBy(i))));
        }
        UsageStore usage = new UsageStore();
        List<Settlement> settlements = new ArrayList<>(
                events.stream().map(each -> new Settlement(each, Money.ZERO)).toList());
        settlements.add(new Settlement(
                event(attempt(rig, BOB, 1, 1), TokenUsage.NONE, Optional.of(new Money(1)), START), Money.ZERO));
        await(database.database()
                .acrossTenants(tx -> usage.insert(tx, settlements).compose(ids -> usage.rollUp(tx, ids))));
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void totalsAreTheSumOfTheEventsInAnyRange() {
        List<Instant> edges = List.of(
                START.minusSeconds(1),
                START,
                START.plusSeconds(1),
                START.plus(Duration.ofMinutes(14)),
                START.plus(Duration.ofMinutes(59)),
                START.plus(Duration.ofHours(1)),
                START.plus(Duration.ofMinutes(63)),
                START.plus(Duration.ofHours(3)),
                START.plus(Duration.ofMinutes(200)),
                START.plus(Duration.ofDays(3)));
        for (Instant from : edges) {
            for (Instant to : edges) {
                if (from.isBefore(to)) {
                    assertThat(total(from, to)).as("%s to %s", from, to).isEqualTo(sum(from, to));
                }
            }
        }
    }

    @Test
    void everyBreakdownAddsUpToTheTotal() {
        // Given
        Instant from = START.plus(Duration.ofMinutes(20));
        Instant to = START.plus(Duration.ofHours(5));
        Spend total = sum(from, to);

        // When
        List<List<SpendLine>> breakdowns = query(tx -> Future.all(
                        store.byModel(ALICE.tenant(), tx, from, to),
                        store.byTask(ALICE.tenant(), tx, from, to),
                        store.byProvider(ALICE.tenant(), tx, from, to),
                        store.byApp(ALICE.tenant(), tx, from, to),
                        store.byKey(ALICE.tenant(), tx, from, to),
                        store.perDay(ALICE.tenant(), tx, from, to))
                .map(all -> all.<List<SpendLine>>list()));

        // Then
        for (List<SpendLine> lines : breakdowns) {
            assertThat(lines.stream()
                            .mapToLong(line -> line.spend().cost().nanos())
                            .sum())
                    .isEqualTo(total.cost().nanos());
            assertThat(lines.stream().mapToLong(line -> line.spend().events()).sum())
                    .isEqualTo(total.events());
        }
        assertThat(breakdowns.get(3)).extracting(SpendLine::name).containsExactly("app_alice", "app_second");
        assertThat(breakdowns.get(5)).extracting(SpendLine::name).containsExactly("2026-11-20", "2026-11-21");
    }

    @Test
    void isNothingWhereNothingWasUsed() {
        List<SpendLine> models = query(tx -> store.byModel(ALICE.tenant(), tx, START.minusSeconds(9_999), START));

        assertThat(total(START.minusSeconds(9_999), START)).isEqualTo(Spend.NONE);
        assertThat(models).isEmpty();
    }

    private Spend total(Instant from, Instant to) {
        return query(tx -> store.total(ALICE.tenant(), tx, from, to));
    }

    private Spend sum(Instant from, Instant to) {
        List<UsageEvent> within = events.stream()
                .filter(each ->
                        !each.startedAt().isBefore(from) && each.startedAt().isBefore(to))
                .toList();
        long cost = within.stream()
                .mapToLong(each -> each.cost().map(Money::nanos).orElse(0L))
                .sum();
        return new Spend(
                within.size(),
                within.stream().filter(each -> each.cost().isEmpty()).count(),
                within.stream().mapToLong(each -> each.usage().promptTokens()).sum(),
                within.stream()
                        .mapToLong(each -> each.usage().completionTokens())
                        .sum(),
                new Money(cost),
                Money.ZERO,
                new Money(cost));
    }

    private <T> T query(Function<SqlClient, Future<T>> work) {
        return await(database.database().inTransaction(ALICE.tenant(), work));
    }
}
