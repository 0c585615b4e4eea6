package io.signalbox.billing.alert;

import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetView;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.budget.Forecast;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.MasterKey;
import io.signalbox.db.ChangeFeed;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.signalbox.webhook.Channel;
import io.signalbox.webhook.ChannelBox;
import io.signalbox.webhook.ChannelDesk;
import io.signalbox.webhook.ChannelDesk.NewChannel;
import io.signalbox.webhook.EventType;
import io.signalbox.webhook.Outbound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertEvaluationTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-24T12:20:00Z");
    private static final Instant HOUR = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final IdSource ids = new IdSource(now::get, RANDOM);
    private Vertx vertx;
    private TestDatabase db;
    private TenantId tenant;
    private Acting acting;
    private AlertDesk desk;
    private ChannelDesk channels;
    private AlertEvaluation evaluation;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
        TestTenant made = TestTenant.in(db.database());
        tenant = made.id();
        acting = new Acting(tenant, Actor.of(made.owner()), "req_test");
        Deeds deeds = new Deeds(db.database(), new ChangeFeed(vertx, db.options(), db.database()), ids, now::get);
        Egress egress = new Egress(new EgressGuard(Set.of()), host -> Future.succeededFuture(List.of()));
        channels = new ChannelDesk(
                db.database(),
                deeds,
                new ChannelBox(MasterKey.random(RANDOM), RANDOM),
                ids,
                new Outbound(egress, Set.of(), true));
        desk = new AlertDesk(db.database(), deeds, ids, channels);
        evaluation = new AlertEvaluation(db.database(), ids, now::get, Meters.unobserved());
    }

    @AfterEach
    void stop() throws Exception {
        db.close();
        vertx.close().await(10, SECONDS);
    }

    private void sql(String text) {
        await(db.database().acrossTenants(tx -> tx.query(text).execute()));
    }

    private String budget(long limitNanos) {
        String id = ids.next("bud");
        sql(
                "INSERT INTO budget (id, tenant_id, name, scope, scope_id, budget_window, limit_nanos, created_by, created_at, updated_at)"
                        + " VALUES ('" + id + "', '" + tenant + "', 'Team', 'tenant', '" + tenant + "', 'total', "
                        + limitNanos
                        + ", 'usr_1', now(), now())");
        return id;
    }

    private void spent(String budget, long nanos) {
        sql("INSERT INTO budget_period (budget_id, period, tenant_id, spent_nanos) VALUES ('" + budget + "', 'total', '"
                + tenant + "', " + nanos + ") ON CONFLICT (budget_id, period) DO UPDATE SET spent_nanos = " + nanos);
    }

    /** An hour in which one model cost so much; whatever else an hour has, it has none of. */
    private void hour(Instant hour, String app, long nanos, int unpriced) {
        sql(
                "INSERT INTO usage_hour SELECT (jsonb_populate_record(NULL::usage_hour, zeros || jsonb_build_object('tenant_id', '"
                        + tenant
                        + "', 'hour', '" + hour + "', 'app_id', '" + app
                        + "', 'key_id', 'key_1', 'model', 'gpt-x', 'task', '', 'provider', 'openai',"
                        + " 'confidence', 'exact', 'paid_directly', false, 'events', 1, 'unpriced_events', " + unpriced
                        + ", 'unsplit_cost_nanos', " + nanos + ", 'cost_nanos', " + nanos + "))).* FROM ("
                        + "SELECT jsonb_object_agg(attname, 0) AS zeros FROM pg_attribute WHERE attrelid = 'usage_hour'::regclass AND attnum > 0"
                        + " AND atttypid = 'int8'::regtype) columns");
    }

    private List<Alert> alerts() {
        return await(desk.alerts(tenant, false, Optional.empty(), 100));
    }

    private Channel channel() {
        return await(channels.create(
                        acting,
                        new NewChannel(
                                "ops",
                                Channel.Kind.EMAIL,
                                "ops@acme.example",
                                Set.of(EventType.BUDGET_EXCEEDED, EventType.BUDGET_THRESHOLD_REACHED))))
                .channel();
    }

    @Test
    void raisesEachMarkOncePerWindowAlsoForWhatWasSpentBefore() {
        // Given
        String budget = budget(1_000_000_000);
        spent(budget, 850_000_000);

        // When
        await(evaluation.run());
        await(evaluation.run());
        spent(budget, 1_000_000_001);
        await(evaluation.run());

        // Then
        assertThat(alerts()).extracting(Alert::mark).containsExactlyInAnyOrder(50, 80, 100);
        assertThat(alerts())
                .filteredOn(alert -> alert.mark() == 100)
                .extracting(Alert::type, Alert::subject, Alert::window, Alert::summary)
                .containsExactly(tuple(
                        EventType.BUDGET_EXCEEDED,
                        budget,
                        "total",
                        "Budget 'Team' has spent 1.000000001 of 1 USD: 100 % is reached."));
    }

    @Test
    void countsWhatIsSpentAndNotWhatIsHeld() {
        String budget = budget(1_000_000_000);
        spent(budget, 499_999_999);
        sql("UPDATE budget_period SET held_nanos = 400000000");

        assertThat(await(evaluation.evaluate(tenant))).isZero();
        spent(budget, 500_000_000);
        assertThat(await(evaluation.evaluate(tenant))).isEqualTo(1);
    }

    @Test
    void writesOneDeliveryForEachAlertAndChannel() {
        Channel channel = channel();
        spent(budget(1_000_000_000), 900_000_000);

        await(evaluation.run());
        await(evaluation.run());

        assertThat(await(channels.deliveries(tenant, channel.id(), Optional.empty(), 10)))
                .extracting(each -> each.eventId())
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(alert -> alert.id().value()).toList());
    }

    @Test
    void findsAnHourThatCostsFarMoreThanTheSameHourOfTheDaysBefore() {
        for (int day = 1; day <= UsualSpend.DAYS; day++) {
            hour(HOUR.minus(Duration.ofDays(day)), "app_1", 2_000_000_000L + day, 0);
        }
        hour(HOUR, "app_1", 4_000_000_000L, 0);
        assertThat(await(evaluation.evaluate(tenant))).isZero();

        sql("UPDATE usage_hour SET cost_nanos = 9000000000, unsplit_cost_nanos = 9000000000 WHERE hour = '" + HOUR
                + "'");
        await(evaluation.run());
        await(evaluation.run());

        assertThat(alerts())
                .allMatch(alert -> alert.type() == EventType.ANOMALY_DETECTED)
                .extracting(Alert::subject)
                .containsExactlyInAnyOrder("app_1", tenant.value());
    }

    @Test
    void judgesNobodyWithoutAWeekOfHistory() {
        hour(HOUR.minus(Duration.ofDays(6)), "app_1", 1, 0);
        hour(HOUR, "app_1", 900_000_000_000L, 0);

        assertThat(await(evaluation.evaluate(tenant))).isZero();
    }

    @Test
    void tellsOfAModelWithoutAPriceOnceAMonth() {
        hour(HOUR, "app_1", 0, 3);
        await(evaluation.run());
        hour(HOUR.minus(Duration.ofHours(1)), "app_1", 0, 1);
        await(evaluation.run());

        assertThat(alerts())
                .extracting(Alert::type, Alert::subject, Alert::window)
                .containsExactly(tuple(EventType.MODEL_UNPRICED, "gpt-x", "2026-11"));
    }

    @Test
    void givesNobodyTheStandardRulesWhoDeletedThem() {
        spent(budget(1_000_000_000), 900_000_000);
        hour(HOUR, "app_1", 0, 1);
        await(evaluation.run());
        assertThat(await(desk.rules(tenant))).hasSize(4);

        await(desk.rules(tenant)).forEach(rule -> await(desk.delete(acting, rule.id(), rule.version())));
        await(evaluation.run());

        assertThat(await(desk.rules(tenant))).isEmpty();
        assertThat(alerts()).hasSize(3);
    }

    @Test
    void remembersWhoAcknowledgedFirst() {
        spent(budget(1_000_000_000), 500_000_000);
        await(evaluation.run());
        AlertId id = alerts().get(0).id();

        await(desk.acknowledge(acting, id));
        Alert again = await(desk.acknowledge(new Acting(tenant, Actor.ofSystem("other"), "req_2"), id));

        assertThat(again.ackedBy()).contains(acting.actor().id());
        assertThat(await(desk.alerts(tenant, true, Optional.empty(), 10))).isEmpty();
    }

    @Test
    void tellsOfABudgetThatWillNotLast() {
        AlertRule rule = await(desk.create(
                acting,
                new AlertDesk.NewRule(
                        "soon", AlertRule.Kind.BUDGET_FORECAST, Optional.empty(), List.of(), Money.ZERO, Set.of())));
        Budget budget = new Budget(
                new BudgetId("bud_1"),
                tenant,
                "Team",
                BudgetScope.TENANT,
                tenant.value(),
                BudgetWindow.MONTH,
                Money.ofUsd("100"),
                1,
                "usr_1",
                NOW,
                NOW);
        Forecast dear = new Forecast(Money.ofUsd("90"), Money.ofUsd("101"), Money.ofUsd("120"));
        Forecast cheap = new Forecast(Money.ofUsd("50"), Money.ofUsd("100"), Money.ofUsd("120"));

        assertThat(BudgetFindings.foretold(rule, List.of(standing(budget, "40", dear)), NOW))
                .extracting(Alert::type, Alert::window)
                .containsExactly(tuple(EventType.BUDGET_FORECAST_EXCEEDED, "2026-11"));
        assertThat(BudgetFindings.foretold(rule, List.of(standing(budget, "40", cheap)), NOW))
                .isEmpty();
        assertThat(BudgetFindings.foretold(rule, List.of(standing(budget, "100", dear)), NOW))
                .isEmpty();
    }

    private static BudgetView standing(Budget budget, String spent, Forecast forecast) {
        return new BudgetView(
                budget,
                "2026-11",
                Optional.empty(),
                Money.ofUsd(spent),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.of(forecast));
    }

    @Test
    void obeysARuleOfOnesOwn() {
        String watched = budget(1_000_000_000);
        String other = budget(1_000_000_000);
        spent(watched, 300_000_000);
        spent(other, 300_000_000);
        AlertRule rule = await(desk.create(
                acting,
                new AlertDesk.NewRule(
                        "early",
                        AlertRule.Kind.BUDGET_THRESHOLD,
                        Optional.of(watched),
                        List.of(25),
                        Money.ZERO,
                        Set.of())));

        await(evaluation.run());

        assertThat(alerts()).extracting(Alert::rule).containsExactly(rule.id());
        assertThat(alerts().get(0).subject()).isEqualTo(watched);
    }
}
