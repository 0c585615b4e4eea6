package io.signalbox.web.page;

import io.signalbox.money.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collection;
import java.util.Locale;

/**
 * Money for people. Sums of one table share a number of decimals chosen by the largest: two from a dollar up, more below, so that the first
 * cents of a new tenant are not shown as nothing. Rounds only here, after adding.
 */
public final class MoneyText {

    /** Stands where there is no price: never $0, never a guess. */
    public static final String UNPRICED = "—";

    private static final int NANO_SCALE = 9;
    private static final int CENTS = 2;
    private static final int SIGNIFICANT = 6;
    private static final Money DOLLAR = Money.ofUsd("1");
    private static final Money CENT = Money.ofUsd("0.01");

    private final int decimals;

    private MoneyText(int decimals) {
        this.decimals = decimals;
    }

    /** For a table or figure whose largest amount is {@code largest}. */
    public static MoneyText scaledTo(Money largest) {
        Money size = largest.isNegative() ? largest.negated() : largest;
        if (size.compareTo(DOLLAR) >= 0 || size.nanos() == 0) {
            return new MoneyText(CENTS);
        }
        return new MoneyText(size.compareTo(CENT) >= 0 ? 4 : 6);
    }

    /** For a table that is to add up as it is printed: as many decimals as its finest amount has. */
    public static MoneyText exact(Collection<Money> amounts) {
        int decimals = amounts.stream()
                .mapToInt(amount -> usd(amount).stripTrailingZeros().scale())
                .max()
                .orElse(CENTS);
        return new MoneyText(Math.max(CENTS, decimals));
    }

    /** A sum on its own. */
    public static String sum(Money amount) {
        return scaledTo(amount).of(amount);
    }

    /** The cost of a single request: exact up to six significant digits. */
    public static String single(Money amount) {
        BigDecimal usd = usd(amount)
                .round(new MathContext(SIGNIFICANT, RoundingMode.HALF_UP))
                .stripTrailingZeros();
        return signed(usd, Math.max(CENTS, usd.scale()));
    }

    /** A price per million tokens from its nano-USD: {@code $0.15}. */
    public static String rate(long nanosPerMillion) {
        return single(new Money(nanosPerMillion));
    }

    /** {@code amount} with this scale's decimals; nothing reads {@code $0.00}, and what would round to it {@code <$0.01}. */
    public String of(Money amount) {
        if (amount.nanos() == 0) {
            return signed(BigDecimal.ZERO, CENTS);
        }
        BigDecimal usd = usd(amount);
        BigDecimal least = BigDecimal.ONE.movePointLeft(decimals);
        if (usd.signum() > 0 && usd.compareTo(least) < 0) {
            return "<" + signed(least, decimals);
        }
        return signed(usd.setScale(decimals, RoundingMode.HALF_UP), decimals);
    }

    private static String signed(BigDecimal usd, int decimals) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return (usd.signum() < 0 ? "−$" : "$") + format.format(usd.abs());
    }

    private static BigDecimal usd(Money amount) {
        return BigDecimal.valueOf(amount.nanos(), NANO_SCALE);
    }
}
