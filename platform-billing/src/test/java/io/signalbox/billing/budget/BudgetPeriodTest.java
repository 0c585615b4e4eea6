package io.signalbox.billing.budget;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.Attempts.held;
import static io.signalbox.billing.Attempts.used;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.BillingNode;
import io.signalbox.billing.BillingRig;
import io.signalbox.key.Caller;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calendar stories: the database's clock stands where the story says. */
class BudgetPeriodTest {

    private static final Caller ALICE = caller("alice");

    /** Half and quarter hours, clocks changed at midnight, a skipped day's neighbours, both ends of the calendar. */
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "America/Havana",
            "America/St_Johns",
            "Asia/Kathmandu",
            "Asia/Kolkata",
            "Asia/Beirut",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "Pacific/Chatham",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago");

    @TempDir
    Path folder;

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private BillingNode node;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), folder);
        rig.tenant(ALICE.tenant());
        node = rig.open();
    }

    @AfterEach
    void stop() throws Exception {
        rig.assertSettled(node);
        await(node.close(Duration.ofSeconds(5)));
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void endsDaysWeeksAndMonthsWhereTheTenantsCalendarDoes() {
        Random random = new Random(20261124);
        for (String name : ZONES) {
            zone(name);
            List<Budget> budgets = List.of(
                    rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.DAY, cents(10)),
                    rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.WEEK, cents(10)),
                    rig.budget(ALICE, BudgetScope.TENANT, BudgetWindow.MONTH, cents(10)));
            for (int round = 0; round < 25; round++) {
                Instant now = aMoment(random, ZoneId.of(name));
                rig.setClock(now);
                budgets.forEach(budget -> assertPeriod(rig.view(budget), ZoneId.of(name), now));
            }
            rig.sql("UPDATE budget SET state = 'archived'");
        }
    }

    @Test
    void countsADayInItsOwnZoneAndBeginsTheNextAtItsMidnight() {
        // Given: Kathmandu's day ends at 18:15 UTC.
        zone("Asia/Kathmandu");
        Budget day = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.DAY, cents(10));
        rig.setClock(Instant.parse("2026-11-20T18:14:59Z"));
        spend(100);
        assertThat(exhausted()).isTrue();

        // When
        rig.setClock(Instant.parse("2026-11-20T18:15:00Z"));
        spend(100);

        // Then
        assertThat(exhausted()).isTrue();
        assertThat(rig.view(day).period()).isEqualTo("2026-11-21");
        assertThat(rig.view(day).resetsAt()).contains(Instant.parse("2026-11-21T18:15:00Z"));
    }

    @Test
    void letsARollingWindowsHoursGoOnceAllOfThemAreOlder() {
        // Given: 6 cents at 10:50 and 4 at 12:10.
        Budget rolling = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.rolling(3), cents(10));
        rig.setClock(Instant.parse("2026-11-20T10:50:00Z"));
        spend(60);
        rig.setClock(Instant.parse("2026-11-20T12:10:00Z"));
        spend(40);
        assertThat(rig.view(rolling).resetsAt()).contains(Instant.parse("2026-11-20T14:00:00Z"));

        // When: at 13:59 the last of ten o'clock's hour is still within three hours.
        rig.setClock(Instant.parse("2026-11-20T13:59:59Z"));
        boolean before = exhausted();
        rig.setClock(Instant.parse("2026-11-20T14:00:00Z"));
        long freed = rig.view(rolling).remaining().nanos();
        spend(60);

        // Then
        assertThat(before).isTrue();
        assertThat(freed).isEqualTo(cents(6).nanos());
        assertThat(exhausted()).isTrue();
        assertThat(rig.view(rolling).spent()).isEqualTo(cents(10));
        assertThat(rig.number("SELECT aged_nanos FROM budget_period")).isEqualTo(cents(6).nanos());
    }

    @Test
    void followsANewZoneFromTheNextPeriodOnAndLosesNothingSpent() {
        // Given: a day in Auckland that ends at 11:00 UTC, spent.
        zone("Pacific/Auckland");
        Budget day = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.DAY, cents(10));
        rig.setClock(Instant.parse("2026-11-20T10:00:00Z"));
        spend(100);

        // When: Pago Pago is a whole day behind.
        zone("Pacific/Pago_Pago");

        // Then: the present day stays, and is not lived a second time.
        assertThat(exhausted()).isTrue();
        assertThat(rig.view(day).resetsAt()).contains(Instant.parse("2026-11-20T11:00:00Z"));
        rig.setClock(Instant.parse("2026-11-20T11:00:01Z"));
        assertThat(exhausted()).isTrue();
        assertThat(rig.view(day).period()).isEqualTo("2026-11-20");
        assertThat(rig.view(day).resetsAt()).contains(Instant.parse("2026-11-21T11:00:00Z"));
        rig.setClock(Instant.parse("2026-11-21T11:00:00Z"));
        spend(100);
        assertThat(rig.view(day).period()).isEqualTo("2026-11-21");
    }

    @Test
    void endsADayEarlierWhenTheNewZoneIsAhead() {
        zone("UTC");
        Budget day = rig.budget(ALICE, BudgetScope.KEY, BudgetWindow.DAY, cents(10));
        rig.setClock(Instant.parse("2026-11-20T10:00:00Z"));
        spend(100);

        zone("Pacific/Auckland");
        rig.setClock(Instant.parse("2026-11-20T23:59:59Z"));
        boolean before = exhausted();
        rig.setClock(Instant.parse("2026-11-21T00:00:00Z"));
        spend(10);

        assertThat(before).isTrue();
        assertThat(rig.view(day).resetsAt()).contains(Instant.parse("2026-11-21T11:00:00Z"));
        assertThat(rig.view(day).spent()).isEqualTo(cents(1));
    }

    private static Instant aMoment(Random random, ZoneId zone) {
        Instant any = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(3 * 365 * 86_400));
        if (random.nextBoolean()) {
            return any;
        }
        Instant midnight = any.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        return midnight.plusSeconds(random.nextInt(3) - 1L);
    }

    private static void assertPeriod(BudgetView view, ZoneId zone, Instant now) {
        LocalDate day = now.atZone(zone).toLocalDate();
        LocalDate first = view.budget().window().equals(BudgetWindow.DAY)
                ? day
                : view.budget().window().equals(BudgetWindow.WEEK)
                        ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        : day.withDayOfMonth(1);
        LocalDate next = view.budget().window().equals(BudgetWindow.DAY)
                ? first.plusDays(1)
                : view.budget().window().equals(BudgetWindow.WEEK) ? first.plusDays(7) : first.plusMonths(1);
        String subject = zone + " " + view.budget().window() + " at " + now;
        assertThat(view.startsAt())
                .as(subject)
                .contains(first.atStartOfDay(zone).toInstant());
        assertThat(view.resetsAt()).as(subject).contains(next.atStartOfDay(zone).toInstant());
    }

    private void zone(String name) {
        rig.sql("UPDATE tenant SET reporting_zone = '" + name + "'");
    }

    private boolean exhausted() {
        return await(node.gate().reserve(attempt(rig, ALICE, 10, 10))) instanceof ReserveOutcome.Exhausted;
    }

    private void spend(long tokens) {
        ReserveRequest request = attempt(rig, ALICE, tokens, tokens);
        await(node.gate().settle(held(await(node.gate().reserve(request))), used(request, tokens)));
        await(node.drain().catchUp());
    }
}
