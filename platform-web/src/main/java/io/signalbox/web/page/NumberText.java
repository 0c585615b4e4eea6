package io.signalbox.web.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Counts, shares and durations for people. */
public final class NumberText {

    private static final BigDecimal LEAST_PERCENT = new BigDecimal("0.01");
    private static final long SECOND_MS = 1000;
    private static final long TEN_SECONDS_MS = 10_000;

    private NumberText() {}

    /** {@code 812,440}. */
    public static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** {@code 1 request}, {@code 2 requests}. */
    public static String counted(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code part} of {@code whole} in per cent with at most two decimals below one; {@code —} of nothing. */
    public static String percent(long part, long whole) {
        if (whole == 0) {
            return "—";
        }
        BigDecimal percent = BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP);
        int decimals = percent.abs().compareTo(BigDecimal.ONE) < 0 && percent.signum() != 0 ? 2 : 0;
        if (decimals == 0 && percent.abs().compareTo(BigDecimal.TEN) < 0) {
            decimals = 1;
        }
        if (percent.signum() > 0 && percent.compareTo(LEAST_PERCENT) < 0) {
            return "<0.01 %";
        }
        return percent.setScale(percent.signum() == 0 ? 0 : decimals, RoundingMode.HALF_UP)
                        .toPlainString() + " %";
    }

    /** {@code part} of {@code whole} in thousandths, between 0 and 1000: the width of a bar. */
    public static int permille(long part, long whole) {
        if (whole <= 0 || part <= 0) {
            return 0;
        }
        long permille = BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(1000))
                .divide(BigDecimal.valueOf(whole), RoundingMode.HALF_UP)
                .longValue();
        return (int) Math.min(1000, permille);
    }

    /** {@code 412 ms}, {@code 6.10 s}, {@code 42.5 s}. */
    public static String millis(long ms) {
        if (ms < SECOND_MS) {
            return ms + " ms";
        }
        int decimals = ms < TEN_SECONDS_MS ? 2 : 1;
        return BigDecimal.valueOf(ms, 3).setScale(decimals, RoundingMode.HALF_UP) + " s";
    }
}
