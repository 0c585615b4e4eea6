package io.signalbox.billing.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.money.Money;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetAccountTest {

    private static final LeaseId LEASE = new LeaseId("lea_1");

    private final BudgetAccount account = new BudgetAccount(
            new PeriodId(Rig.TENANT, Rig.MAY), BudgetAccount.FOR_EVER, Balance.unused(new Money(100)), List.of());

    @BeforeEach
    void leaseOfForty() {
        account.open(LEASE, new NodeEpoch("node", 1));
        account.grant(LEASE, new Money(40));
    }

    @Test
    void grantsNothingBeyondTheCap() {
        assertThatThrownBy(() -> account.grant(LEASE, new Money(61))).isInstanceOf(IllegalStateException.class);
        assertThat(account.balance()).isEqualTo(balance(0, 40, 0));
    }

    @Test
    void paysCostsFromTheLease() {
        account.settle(LEASE, new Money(30), new Money(10));

        assertThat(account.balance()).isEqualTo(balance(10, 30, 0));
    }

    @Test
    void countsCostsBeyondTheReservationAsOverrun() {
        account.settle(LEASE, new Money(30), new Money(35));

        assertThat(account.balance()).isEqualTo(balance(35, 10, 5));
    }

    @Test
    void countsAMoveOnce() {
        assertThat(account.count(LEASE, 1)).isTrue();
        assertThat(account.count(LEASE, 1)).isFalse();
        assertThat(account.count(LEASE, 2)).isTrue();
        assertThatThrownBy(() -> account.count(LEASE, 4)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsTheMoneyOfASilentNode() {
        account.suspect(LEASE);

        assertThat(account.balance()).isEqualTo(balance(0, 40, 0));
        assertThat(account.find(LEASE)).map(Lease::state).contains(Lease.State.SUSPECT);
    }

    @Test
    void returnsWhatAClosedLeaseHeldOnce() {
        account.settle(LEASE, new Money(30), new Money(10));
        account.close(LEASE);
        account.close(LEASE);

        assertThat(account.balance()).isEqualTo(balance(10, 0, 0));
    }

    @Test
    void spendsWhatIsWrittenOffAndPaysLateEventsFromIt() {
        account.writeOff(LEASE);
        assertThat(account.balance()).isEqualTo(balance(40, 0, 0));

        account.settle(LEASE, new Money(30), new Money(30));
        assertThat(account.balance()).isEqualTo(balance(40, 0, 0));

        account.settle(LEASE, new Money(30), new Money(15));
        assertThat(account.balance()).isEqualTo(balance(45, 0, 5));
    }

    private static Balance balance(long spent, long held, long overrun) {
        return new Balance(new Money(100), new Money(spent), new Money(held), new Money(overrun));
    }
}
