package io.signalbox.billing.escrow;

import static io.signalbox.billing.escrow.Rig.KEY;
import static io.signalbox.billing.escrow.Rig.LATER;
import static io.signalbox.billing.escrow.Rig.TENANT;
import static io.signalbox.billing.escrow.Rig.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeEscrowTest {

    private final Rig rig = new Rig().budget(TENANT, 1_000).budget(KEY, 500);
    private final NodeEscrow node = rig.node("one");
    private final NodeEscrow other = rig.node("two");

    @Test
    void spendsFromItsPurseOnceItHasALease() {
        assertThat(node.reserve(List.of(TENANT, KEY), new Money(10))).isEmpty();
        Hold first = held(rig.ask(node, ask("evt_1", 10, TENANT, KEY)));

        assertThat(first.leases()).hasSize(2);
        assertThat(rig.held(TENANT)).isEqualTo(20);
        assertThat(node.reserve(List.of(TENANT, KEY), new Money(10))).isPresent();
        assertThat(node.reserve(List.of(TENANT, KEY), new Money(10))).isEmpty();

        first.settle(new Money(4));
        assertThat(node.reserve(List.of(TENANT, KEY), new Money(6))).isPresent();
    }

    @Test
    void endsAHoldOnce() {
        Hold hold = held(rig.ask(node, ask("evt_1", 500, KEY)));
        hold.settle(new Money(100));
        hold.release();

        assertThat(node.reserve(List.of(KEY), new Money(401))).isEmpty();
        assertThat(node.reserve(List.of(KEY), new Money(400))).isPresent();
    }

    @Test
    void takesNothingFromOnePurseWhenAnotherIsShort() {
        rig.ask(node, ask("evt_1", 10, TENANT)); // leaves 10 in the tenant's purse

        assertThat(node.reserve(List.of(TENANT, KEY), new Money(10))).isEmpty();
        assertThat(node.reserve(List.of(TENANT), new Money(10))).isPresent();
    }

    @Test
    void cutsTheOutputToWhatIsLeft() {
        assertThat(rig.ask(node, ask("evt_1", 700, TENANT, KEY)))
                .singleElement()
                .isInstanceOfSatisfying(Answer.Held.class, held -> {
                    assertThat(held.clamped()).isTrue();
                    assertThat(held.outputTokens()).isEqualTo(500);
                    assertThat(held.hold().amount()).isEqualTo(new Money(500));
                });
        assertThat(rig.held(TENANT)).isEqualTo(500);
    }

    @Test
    void waitsForMoneyThatOthersHoldAndIsServedWhenItComesBack() {
        Hold others = held(rig.ask(other, ask("evt_1", 500, KEY)));
        node.submit(ask("evt_2", 100, KEY), LATER);
        rig.talk(node, 0);
        assertThat(node.answers()).isEmpty();

        others.release();
        other.recall(Set.of(KEY));
        rig.talk(other, 0);
        node.moved(Set.of(KEY));
        rig.talk(node, 0);

        assertThat(held(node.answers()).amount()).isEqualTo(new Money(100));
        assertThat(rig.held(KEY)).isGreaterThanOrEqualTo(100);
    }

    @Test
    void saysWhatWasInTheWayWhenItHasWaitedLongEnough() {
        rig.ask(other, ask("evt_1", 500, KEY));
        node.submit(ask("evt_2", 100, KEY), 5);
        rig.talk(node, 0);
        rig.talk(node, 5);

        assertThat(node.answers()).hasOnlyElementsOfType(Answer.InFlight.class).hasSize(1);
    }

    @Test
    void isExhaustedWhenNothingHeldCouldHelp() {
        Hold hold = held(rig.ask(node, ask("evt_1", 500, KEY)));
        BudgetAccount key = rig.account(KEY);
        key.settle(hold.leases().get(0), new Money(500), new Money(500));
        rig.write(key);

        assertThat(rig.ask(node, ask("evt_2", 1, KEY))).hasOnlyElementsOfType(Answer.Exhausted.class);
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        Hold hold = held(rig.ask(node, ask("evt_1", 500, KEY)));
        node.submit(ask("evt_2", 500, KEY), LATER);
        rig.talk(node, 0);
        hold.release();

        assertThat(node.reserve(List.of(KEY), new Money(1))).isEmpty();
        rig.talk(node, 0);
        assertThat(held(node.answers()).amount()).isEqualTo(new Money(500));
    }

    @Test
    void servesNobodyFromWhatIsGrantedAfterItHasStopped() {
        node.submit(ask("evt_1", 100, KEY), LATER);
        GrantRequest underWay = node.next(0).orElseThrow();
        node.stop();
        node.answered(rig.answer(underWay), 0);

        assertThat(node.answers())
                .hasOnlyElementsOfType(Answer.Unavailable.class)
                .hasSize(1);
        rig.talk(node, 0);
        assertThat(rig.held(KEY)).isZero();
        assertThat(node.isSettled()).isTrue();
    }

    @Test
    void aCrowdThatWaitsForOneBudgetKeepsNobodyFromAnother() {
        // Given: more than one request holds, all in the way of each other, and an authority that is slow.
        rig.ask(other, ask("evt_others", 500, KEY));
        for (int i = 0; i < 600; i++) {
            node.submit(ask("evt_crowd" + i, 100, KEY), LATER);
        }
        node.submit(ask("evt_last", 10, TENANT), LATER);

        // When
        for (int turn = 0; turn < 4; turn++) {
            long now = Duration.ofMillis(200L * turn).toNanos();
            node.next(now).ifPresent(request -> node.answered(rig.answer(request), now));
        }

        // Then
        assertThat(node.answers())
                .singleElement()
                .satisfies(answer -> assertThat(answer.ask().eventId()).isEqualTo("evt_last"));
    }

    @Test
    void aLostAnswerCountsOnce() {
        node.submit(ask("evt_1", 100, KEY), LATER);
        rig.answer(node.next(0).orElseThrow());
        node.failed(0);

        assertThat(node.answers()).hasOnlyElementsOfType(Answer.Unavailable.class);
        long held = rig.held(KEY);
        assertThat(held).isGreaterThanOrEqualTo(100);
        rig.talk(node, Duration.ofSeconds(1).toNanos());
        assertThat(rig.held(KEY)).isEqualTo(held);
        assertThat(node.reserve(List.of(KEY), new Money(held))).isPresent();
    }

    @Test
    void refillsBeforeThePurseIsEmpty() {
        rig.ask(node, ask("evt_1", 50, TENANT)); // leaves 50 in the purse
        assertThat(node.reserve(List.of(TENANT), new Money(30))).isPresent();
        rig.talk(node, 0);

        assertThat(node.reserve(List.of(TENANT), new Money(70))).isPresent();
    }

    @Test
    void givesIdleMoneyBack() {
        rig.ask(node, ask("evt_1", 50, TENANT));
        assertThat(rig.held(TENANT)).isEqualTo(100);
        rig.talk(node, Duration.ofSeconds(11).toNanos());
        rig.talk(node, Duration.ofSeconds(22).toNanos());

        assertThat(rig.held(TENANT)).isEqualTo(50);
    }

    @Test
    void usesANewLeaseInANewPeriodAndReturnsTheOld() {
        Hold before = held(rig.ask(node, ask("evt_1", 50, TENANT)));
        rig.period(TENANT, "2026-06", 1_000);
        Hold after = held(rig.ask(node, ask("evt_2", 60, TENANT)));

        assertThat(after.leases()).doesNotContainAnyElementsOf(before.leases());
        assertThat(rig.held(TENANT)).isEqualTo(50);
        before.release();
        rig.talk(node, 0);
        assertThat(rig.held(TENANT)).isZero();
        assertThat(rig.held(TENANT, "2026-06")).isGreaterThanOrEqualTo(60);
    }

    @Test
    void isNotBoundByABudgetThatIsGone() {
        rig.archive(TENANT);

        assertThat(held(rig.ask(node, ask("evt_1", 5_000, TENANT))).leases()).isEmpty();
    }

    @Test
    void givesEverythingBackWhenItStops() {
        Hold hold = held(rig.ask(node, ask("evt_1", 50, TENANT, KEY)));
        node.stop();
        rig.talk(node, 0);
        assertThat(rig.held(TENANT)).isEqualTo(50);
        assertThat(node.isSettled()).isFalse();

        hold.release();
        rig.talk(node, 0);
        assertThat(rig.held(TENANT)).isZero();
        assertThat(node.isSettled()).isTrue();
        assertThat(rig.ask(node, ask("evt_2", 1, TENANT))).hasOnlyElementsOfType(Answer.Unavailable.class);
    }

    private static Hold held(List<Answer> answers) {
        assertThat(answers).hasOnlyElementsOfType(Answer.Held.class).hasSize(1);
        return ((Answer.Held) answers.get(0)).hold();
    }
}
