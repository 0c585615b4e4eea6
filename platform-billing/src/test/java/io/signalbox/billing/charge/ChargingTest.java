package io.signalbox.billing.charge;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.Attempts;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.db.ChangeFeed;
import io.signalbox.id.IdSource;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calendar stories: what happens on which day, and what the books say afterwards. */
class ChargingTest {

    private static final Caller ALICE = caller("alice");
    private static final Instant MONDAY = Instant.parse("2026-11-02T09:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-04T09:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2026-11-06T09:00:00Z");

    @TempDir
    private Path journal;

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private Charging charging;
    private Instant today = MONDAY;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), journal);
        rig.tenant(ALICE.tenant());
        InstantSource calendar = () -> today;
        ChangeFeed changes = new ChangeFeed(vertx, database.options(), database.database());
        charging = new Charging(
                database.database(), changes, new IdSource(InstantSource.system(), new SecureRandom()), calendar);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void chargesEachEventOnceAtCostWithoutAPlan() {
        use(MONDAY, cents(30), false);

        await(charging.run());
        await(charging.run());

        assertThat(balances())
                .containsEntry("receivable", cents(30))
                .containsEntry("revenue:usage", cents(30).negated())
                .hasSize(4);
        assertThat(rig.number("SELECT count(*) FROM charge")).isEqualTo(1);
        rig.assertReconciled();
    }

    @Test
    void addsMarkupAndFeeByThePlanOfTheMomentOfUse() {
        // Given
        agree(new PlanTerms(PlanTerms.Kind.POSTPAID, 2_000, 500, 100, Money.ZERO), WEDNESDAY);
        use(MONDAY, new Money(1_005), false);
        use(FRIDAY, new Money(1_005), false);
        use(FRIDAY, new Money(1_050), true);

        // When
        await(charging.run());

        // Then: 1005; 1005 + 201 (20 %) + 50 (5 %, 50.25); the tenant's own credential: 11 (1 % of 1050 is 10.5)
        assertThat(balances())
                .containsEntry("receivable", new Money(1_005 + 1_256 + 11))
                .containsEntry("revenue:usage", new Money(-2_010))
                .containsEntry("revenue:markup", new Money(-201))
                .containsEntry("revenue:platform_fee", new Money(-61))
                .containsEntry("usage:direct", new Money(1_050))
                .containsEntry("direct:sandbox", new Money(-1_050));
        rig.assertReconciled();
    }

    @Test
    void takesTheGrantThatExpiresFirstThenOtherGrantsThenWhatWasPaidFor() {
        // Given
        credit("crd_paid", Credit.Kind.PREPAID, cents(100), Optional.empty());
        credit("crd_late", Credit.Kind.GRANT, cents(10), Optional.empty());
        credit("crd_soon", Credit.Kind.GRANT, cents(10), Optional.of(FRIDAY));

        // When
        use(MONDAY, cents(25), false);
        await(charging.run());

        // Then
        assertThat(remaining())
                .containsExactly(
                        Map.entry("crd_late", 0L),
                        Map.entry("crd_paid", cents(95).nanos()),
                        Map.entry("crd_soon", 0L));
        assertThat(balances())
                .doesNotContainKey("receivable")
                .containsEntry("credits:prepaid", cents(95).negated());
    }

    @Test
    void expiresWhatIsLeftOnItsDayAndStillPaysLateNewsOfUsageBeforeIt() {
        // Given
        credit("crd_1", Credit.Kind.GRANT, cents(50), Optional.of(WEDNESDAY));
        use(MONDAY, cents(20), false);

        // When
        today = FRIDAY;
        await(charging.run());

        // Then
        assertThat(rig.number("SELECT expired_nanos FROM credit"))
                .isEqualTo(cents(30).nanos());
        assertThat(balances())
                .containsEntry("credits:grant", Money.ZERO)
                .containsEntry("credits:granted", cents(50))
                .containsEntry("credits:expired", cents(30).negated())
                .doesNotContainKey("receivable");
    }

    @Test
    void boundsAPrepaidTenantByItsBalanceThroughABudget() {
        // Given
        agree(new PlanTerms(PlanTerms.Kind.PREPAID, 2_500, 0, 0, Money.ZERO), MONDAY);
        assertThat(creditLimit()).isZero();

        // When
        credit("crd_1", Credit.Kind.PREPAID, cents(100), Optional.empty());

        // Then: 100 cents pay for usage that costs 80
        assertThat(creditLimit()).isEqualTo(cents(80).nanos());

        // When usage comes in that the budget has not counted, and is charged
        use(MONDAY, cents(20), false);
        await(charging.run());

        // Then
        assertThat(creditLimit()).isEqualTo(cents(60).nanos());

        // When the tenant becomes postpaid
        today = WEDNESDAY;
        agree(PlanTerms.AT_COST, WEDNESDAY);

        // Then
        assertThat(rig.number("SELECT count(*) FROM budget WHERE state = 'active'"))
                .isZero();
    }

    private void agree(PlanTerms terms, Instant from) {
        await(charging.agree(ALICE.tenant(), new Plan(0, terms, from, "operator")));
    }

    private void credit(String id, Credit.Kind kind, Money amount, Optional<Instant> expiresAt) {
        await(charging.credit(ALICE.tenant(), Credit.whole(id, kind, amount, expiresAt, "test", "operator", today)));
    }

    /** As the drain does. */
    private void use(Instant at, Money cost, boolean paidDirectly) {
        UsageEvent event = paying(
                Attempts.event(attempt(rig, ALICE, 10, 10), TokenUsage.ofText(10, 10), Optional.of(cost), at),
                paidDirectly);
        UsageStore usage = new UsageStore();
        await(database.database()
                .acrossTenants(tx -> usage.insert(tx, List.of(new Settlement(event, cost)))
                        .compose(ids -> new LedgerStore().postUsage(tx, ids).compose(done -> usage.rollUp(tx, ids)))));
    }

    private static UsageEvent paying(UsageEvent event, boolean directly) {
        return new UsageEvent(
                event.eventId(),
                event.requestId(),
                event.attempt(),
                event.tenant(),
                event.app(),
                event.key(),
                event.mode(),
                event.provider(),
                directly,
                event.model(),
                event.requestedModel(),
                event.task(),
                event.routeReason(),
                event.usage(),
                event.cost(),
                event.baseline(),
                event.confidence(),
                event.priceVersion(),
                event.startedAt(),
                event.endedAt());
    }

    private long creditLimit() {
        return rig.number("SELECT limit_nanos FROM budget WHERE created_by = 'credit'");
    }

    private Map<String, Long> remaining() {
        Map<String, Long> left = new TreeMap<>();
        rig.sql("SELECT id, remaining_nanos FROM credit").forEach(row -> left.put(row.getString(0), row.getLong(1)));
        return left;
    }

    private Map<String, Money> balances() {
        return await(database.database()
                .inTransaction(ALICE.tenant(), tx -> new LedgerStore().balances(ALICE.tenant(), tx)));
    }
}
