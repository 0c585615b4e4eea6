package io.signalbox.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.money.Money;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ForecastTest {

    @Test
    void saysNothingOfAFewHours() {
        assertThat(Forecast.of(Money.ZERO, hours(5, 5, 50, 500, 20))).isEmpty();
        assertThat(Forecast.of(Money.ZERO, hours(100, 2, 50, 500, 20))).isEmpty();
    }

    @Test
    void goesOnAtTheSamePaceWhenEveryHourCostsTheSame() {
        // 10 hours of 10 each, 20 hours left: no variance at all.
        Forecast forecast =
                Forecast.of(new Money(100), hours(10, 10, 100, 1_000, 20)).orElseThrow();

        assertThat(forecast).isEqualTo(new Forecast(new Money(300), new Money(300), new Money(300)));
    }

    @Test
    void widensWithWhatVariesAndWithWhatIsLeft() {
        // Hours of 0 and 200 by turns: s² = (10·200000 − 1000²) / 90 = 11111; 20 (1 + 20/10) s² = 666666, whose root is
        // 816.
        Forecast forecast =
                Forecast.of(new Money(1_000), hours(10, 5, 1_000, 200_000, 20)).orElseThrow();

        assertThat(forecast.p50()).isEqualTo(new Money(3_000));
        assertThat(forecast.p90()).isEqualTo(new Money(3_000 + 1_045));
        assertThat(forecast.p10()).isEqualTo(new Money(3_000 - 1_045));
    }

    @Test
    void neverForetellsLessThanWasSpent() {
        Forecast forecast =
                Forecast.of(new Money(900), hours(30, 3, 900, 810_000, 2)).orElseThrow();

        assertThat(forecast.p10()).isEqualTo(new Money(900));
    }

    private static Forecast.Hours hours(long begun, long busy, long sum, long squares, long left) {
        return new Forecast.Hours(begun, busy, BigInteger.valueOf(sum), BigInteger.valueOf(squares), left);
    }
}
