package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a period will probably have cost when it ends: in one of ten cases less than {@code p10}, in one of ten more than {@code p90}.
 *
 * <p>Every hour so far is taken for a draw from one distribution: with {@code n} hours of sample variance {@code s²} and {@code h} hours left, the rest costs the mean hour
 * times {@code h} with a variance of {@code s² (h + h²/n)}, of which the second part is that the mean itself is only known from {@code n} hours
 * (<a href="https://en.wikipedia.org/wiki/Prediction_interval">prediction interval</a>). Deterministic, in whole nanos.
 */
public record Forecast(Money p10, Money p50, Money p90) {

    private static final int HOURS_MIN = 6;
    private static final int BUSY_HOURS_MIN = 3;

    /** A tenth of a normal distribution lies beyond 1.2816 deviations. */
    private static final BigInteger DEVIATIONS = BigInteger.valueOf(12_816);

    private static final BigInteger DEVIATIONS_UNIT = BigInteger.valueOf(10_000);

    /**
     * The hours of a period so far: how many have begun, in how many something was spent, the sum of their spending and of its squares, in nanos; and how many
     * are left.
     */
    public record Hours(long begun, long busy, BigInteger sum, BigInteger squares, long left) {}

    /** Empty while fewer than six hours have begun or fewer than three saw any spending. {@code spent} is what the period has cost so far. */
    public static Optional<Forecast> of(Money spent, Hours hours) {
        if (hours.begun() < HOURS_MIN || hours.busy() < BUSY_HOURS_MIN || hours.left() < 0) {
            return Optional.empty();
        }
        BigInteger n = BigInteger.valueOf(hours.begun());
        BigInteger h = BigInteger.valueOf(hours.left());
        BigInteger rest = hours.sum().multiply(h).divide(n);
        // s² (h + h²/n) = (n Σx² - (Σx)²) / (n (n-1)) * h (n + h) / n
        BigInteger variance = n.multiply(hours.squares())
                .subtract(hours.sum().pow(2))
                .multiply(h)
                .multiply(n.add(h))
                .divide(n.multiply(n).multiply(n.subtract(BigInteger.ONE)));
        BigInteger half = variance.sqrt().multiply(DEVIATIONS).divide(DEVIATIONS_UNIT);
        return Optional.of(new Forecast(
                spent.plus(money(rest.subtract(half).max(BigInteger.ZERO))),
                spent.plus(money(rest)),
                spent.plus(money(rest.add(half)))));
    }

    /** More than a million times the largest budget is told as just that. */
    private static Money money(BigInteger nanos) {
        return new Money(nanos.min(BigInteger.valueOf(Long.MAX_VALUE / 4)).longValueExact());
    }
}
