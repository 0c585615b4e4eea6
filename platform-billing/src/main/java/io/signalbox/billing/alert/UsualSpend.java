package io.signalbox.billing.alert;

import io.signalbox.money.Money;
import java.math.BigInteger;
import java.util.List;

/**
 * What an hour of the day usually costs, by the same hour of the days before, and so what is unusual. The median and the median absolute deviation (MAD), which a
 * few odd days do not move:
 *
 * <pre>unusual above max(floor, 2 × median, median + 6 × 1.4826 × MAD)</pre>
 *
 * 1.4826 makes a MAD comparable to a standard deviation
 * (<a href="https://www.itl.nist.gov/div898/handbook/eda/section3/eda356.htm">NIST handbook, 1.3.5.6</a>). Twice the median is asked for as well because a
 * spend that never varies has a MAD of zero.
 */
record UsualSpend(Money median, Money deviation) {

    static final int DAYS = 14;

    private static final long WIDTH_TEN_THOUSANDTHS = 6 * 14_826;
    private static final long TEN_THOUSAND = 10_000;

    /** {@code spends}: the hour's cost on each of the days before, zero where nothing was spent; not empty. */
    static UsualSpend of(List<Money> spends) {
        Money median = median(spends);
        List<Money> distances = spends.stream()
                .map(each -> each.compareTo(median) < 0 ? median.minus(each) : each.minus(median))
                .toList();
        return new UsualSpend(median, median(distances));
    }

    /** The most that is not unusual. */
    Money bound(Money floor) {
        BigInteger wide = BigInteger.valueOf(deviation.nanos())
                .multiply(BigInteger.valueOf(WIDTH_TEN_THOUSANDTHS))
                .divide(BigInteger.valueOf(TEN_THOUSAND))
                .add(BigInteger.valueOf(median.nanos()));
        BigInteger twice = BigInteger.valueOf(median.nanos()).shiftLeft(1);
        BigInteger bound = wide.max(twice).max(BigInteger.valueOf(floor.nanos()));
        return new Money(bound.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
    }

    /** Of an even number the lower of the two in the middle: exact, and the more watchful. */
    private static Money median(List<Money> values) {
        List<Money> sorted = values.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) / 2);
    }
}
