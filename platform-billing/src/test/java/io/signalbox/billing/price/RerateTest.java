package io.signalbox.billing.price;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.event;
import static io.signalbox.billing.BillingRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.Attempts;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.catalog.ModelBook;
import io.signalbox.db.ChangeFeed;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped book has the sandbox's small model at 100 nano-USD a token of input and 400 of output. */
class RerateTest {

    private static final Caller ALICE = caller("alice");
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(1));
    private static final String BOOK = ModelBook.shipped().prices().version();

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private Rerating rerating;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), Path.of("unused"));
        await(new PriceDesk(database.database(), new ChangeFeed(vertx, database.options(), database.database()))
                .takeShipped(ModelBook.shipped()));
        rerating = new Rerating(database.database());
    }

    @AfterEach
    void stop() {
        database.close();
        await(vertx.close());
    }

    @Test
    void postsTheDifferenceOfEachEventAndNeverTwice() {
        book(event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(10, 5), Optional.of(new Money(1_000)), START));
        book(event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(10, 5), Optional.of(new Money(5_000)), START));
        book(event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(10, 5), Optional.of(new Money(3_000)), START));

        Rerating.Outcome first = run(false);
        Rerating.Outcome second = run(false);

        assertThat(first).isEqualTo(new Rerating.Outcome(3, 2, new Money(2_000), new Money(2_000)));
        assertThat(second).isEqualTo(new Rerating.Outcome(3, 0, Money.ZERO, Money.ZERO));
        assertThat(balances())
                .containsEntry("usage", new Money(9_000))
                .containsEntry("payable:sandbox", new Money(-9_000));
        assertThat(adjusted()).isEqualTo(Money.ZERO);
    }

    @Test
    void givesWhatHadNoPriceTheOneItShouldHaveHad() {
        book(event(attempt(rig, ALICE, Attempts.UNPRICED, 10, 10), TokenUsage.ofText(10, 5), Optional.empty(), START));

        Rerating.Outcome outcome = run(false);

        assertThat(outcome.more()).isEqualTo(new Money(3_000));
        assertThat(adjusted()).isEqualTo(new Money(3_000));
        assertThat(balances()).containsEntry("usage", new Money(3_000));
    }

    @Test
    void aDryRunOnlyTells() {
        book(event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(10, 5), Optional.of(new Money(1_000)), START));

        assertThat(run(true).net()).isEqualTo(new Money(2_000));
        assertThat(adjusted()).isEqualTo(Money.ZERO);
        assertThat(run(false).net()).isEqualTo(new Money(2_000));
    }

    @Test
    void staysWithinItsRangeAndGoesThroughManyPages() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_203; i++) {
            Instant at = START.plusMillis(i / 7);
            events.add(event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(1, 0), Optional.of(new Money(99)), at));
        }
        events.add(event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(1, 0), Optional.of(new Money(99)), END));
        book(events.toArray(UsageEvent[]::new));

        Rerating.Outcome outcome = run(false);

        assertThat(outcome).isEqualTo(new Rerating.Outcome(1_203, 1_203, new Money(1_203), Money.ZERO));
    }

    @Test
    void refusesAVersionThatNeverWas() {
        assertThatThrownBy(() -> await(rerating.run("never", START, END, false)))
                .hasMessageContaining("'never'");
    }

    private Rerating.Outcome run(boolean dry) {
        return await(rerating.run(BOOK, START, END, dry));
    }

    private void book(UsageEvent... events) {
        List<Settlement> settlements = List.of(events).stream()
                .map(each -> new Settlement(each, new Money(9_999)))
                .toList();
        await(database.database()
                .acrossTenants(tx -> new UsageStore()
                        .insert(tx, settlements)
                        .compose((Set<String> inserted) -> new LedgerStore().postUsage(tx, inserted))));
    }

    private Map<String, Money> balances() {
        return await(database.database()
                .inTransaction(ALICE.tenant(), tx -> new LedgerStore().balances(ALICE.tenant(), tx)));
    }

    private Money adjusted() {
        return await(database.database()
                .inTransaction(ALICE.tenant(), tx -> new AdjustmentStore().total(ALICE.tenant(), tx, START, END)));
    }
}
