package io.signalbox.money;

import java.math.BigDecimal;

/** An exact amount in nano-USD (10⁻⁹ USD). Arithmetic overflows loudly; nothing is ever rounded here. */
public record Money(long nanos) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);
    private static final int NANO_SCALE = 9;

    /** Reads decimal USD such as {@code "12.50"}; fails when it has more than nine decimals or does not fit. */
    public static Money ofUsd(String usd) {
        return new Money(new BigDecimal(usd).movePointRight(NANO_SCALE).longValueExact());
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nanos, other.nanos));
    }

    public Money negated() {
        return new Money(Math.negateExact(nanos));
    }

    public boolean isNegative() {
        return nanos < 0;
    }

    /** Plain decimal USD without trailing zeros and without an exponent: {@code 0.00000015}. */
    public String usd() {
        BigDecimal exact = BigDecimal.valueOf(nanos, NANO_SCALE).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return "$" + usd();
    }
}
