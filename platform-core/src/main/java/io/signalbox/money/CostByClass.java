package io.signalbox.money;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A cost split over the token classes, each part ≥ 0 nano-USD. The parts of {@link #split} add up to the cost to the nano: each class gets its share rounded
 * down, and the class with the largest share the few nanos that rounding leaves. Immutable.
 */
public final class CostByClass {

    public static final CostByClass NONE = new CostByClass(new long[TokenClass.values().length]);

    private final long[] nanos;

    private CostByClass(long[] nanos) {
        this.nanos = nanos;
    }

    /** Takes the parts in the order of {@link TokenClass}. */
    public static CostByClass of(long... nanos) {
        if (nanos.length != TokenClass.values().length || Arrays.stream(nanos).anyMatch(each -> each < 0)) {
            throw new IllegalArgumentException("costs by class are " + Arrays.toString(nanos));
        }
        return new CostByClass(nanos.clone());
    }

    /** Splits {@code cost} in the proportion of what {@code usage} costs by class at {@code rates}; nothing is split where that is nothing. */
    public static CostByClass split(Money cost, TokenUsage usage, Rates rates) {
        TokenClass[] classes = TokenClass.values();
        long[] weights = new long[classes.length];
        long total = 0;
        int largest = 0;
        for (int i = 0; i < classes.length; i++) {
            weights[i] =
                    Math.multiplyExact(rates.nanosPerMillion(classes[i], usage.promptTokens()), usage.of(classes[i]));
            total = Math.addExact(total, weights[i]);
            largest = weights[i] > weights[largest] ? i : largest;
        }
        return total == 0 ? NONE : new CostByClass(shares(cost.nanos(), weights, total, largest));
    }

    private static long[] shares(long cost, long[] weights, long total, int largest) {
        long[] shares = new long[weights.length];
        long left = cost;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                shares[i] = share(cost, weights[i], total);
                left -= shares[i];
            }
        }
        shares[largest] += left;
        return shares;
    }

    private static long share(long cost, long weight, long total) {
        return BigInteger.valueOf(cost)
                .multiply(BigInteger.valueOf(weight))
                .divide(BigInteger.valueOf(total))
                .longValueExact();
    }

    public Money of(TokenClass tokenClass) {
        return new Money(nanos[tokenClass.ordinal()]);
    }

    public Money total() {
        return new Money(Arrays.stream(nanos).reduce(0, Math::addExact));
    }

    public CostByClass plus(CostByClass other) {
        long[] sums = new long[nanos.length];
        Arrays.setAll(sums, i -> Math.addExact(nanos[i], other.nanos[i]));
        return new CostByClass(sums);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CostByClass that && Arrays.equals(nanos, that.nanos);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nanos);
    }

    @Override
    public String toString() {
        return Arrays.toString(nanos);
    }
}
