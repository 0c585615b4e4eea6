package io.signalbox.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.Money;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UsualSpendTest {

    private static final Money NO_FLOOR = Money.ZERO;

    private static List<Money> nanos(long... values) {
        return LongStream.of(values).mapToObj(Money::new).toList();
    }

    @Test
    void takesTheMedianAndItsMedianDeviation() {
        UsualSpend usual = UsualSpend.of(nanos(100, 110, 90, 100, 105, 95, 100, 5_000, 100, 98, 102, 100, 0, 100));

        assertThat(usual.median()).isEqualTo(new Money(100));
        assertThat(usual.deviation()).isEqualTo(new Money(2));
        assertThat(usual.bound(NO_FLOOR)).isEqualTo(new Money(200));
    }

    @Test
    void widensWithHowMuchTheHourVaries() {
        UsualSpend usual = UsualSpend.of(nanos(100, 200, 300, 400, 500, 600, 700));

        assertThat(usual.median()).isEqualTo(new Money(400));
        assertThat(usual.deviation()).isEqualTo(new Money(200));
        // 400 + 6 x 1.4826 x 200 = 2179.12
        assertThat(usual.bound(NO_FLOOR)).isEqualTo(new Money(2_179));
    }

    @Test
    void neverComesBelowTheFloorNorOverflows() {
        Money[] huge = new Money[UsualSpend.DAYS];
        Arrays.fill(huge, new Money(Long.MAX_VALUE));

        assertThat(UsualSpend.of(nanos(0, 0, 0)).bound(new Money(7))).isEqualTo(new Money(7));
        assertThat(UsualSpend.of(Arrays.asList(huge)).bound(NO_FLOOR)).isEqualTo(new Money(Long.MAX_VALUE));
    }
}
