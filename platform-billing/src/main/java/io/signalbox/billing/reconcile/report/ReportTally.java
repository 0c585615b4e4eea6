package io.signalbox.billing.reconcile.report;

import io.signalbox.billing.reconcile.report.ProviderReport.CostLine;
import io.signalbox.billing.reconcile.report.ProviderReport.UsageLine;
import io.signalbox.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up what files say, by day and model: exactly, and rounded to the nano once, in the end. */
final class ReportTally {

    private static final int LINES_MAX = 200_000;
    private static final int MODEL_LENGTH_MAX = 200;
    private static final int DIGITS_MAX = 60;
    private static final int NANO_DIGITS = 9;

    private final Set<ReportDay> covered = new HashSet<>();
    private final Map<Key, BigDecimal> costs = new TreeMap<>(Key.ORDER);
    private final Map<Key, ReportTokens> usages = new TreeMap<>(Key.ORDER);

    private record Key(LocalDate day, String model) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::day).thenComparing(Key::model);
    }

    void cover(LocalDate day, ReportKind kind) {
        covered.add(new ReportDay(day, kind));
    }

    /** Fails with an {@link IllegalArgumentException} when there is no keeping it. */
    void cost(LocalDate day, String model, BigDecimal usd) {
        if (usd.precision() > DIGITS_MAX || Math.abs((long) usd.scale()) > DIGITS_MAX) {
            throw new IllegalArgumentException("has more than " + DIGITS_MAX + " digits");
        }
        BigDecimal sum = costs.merge(key(day, model), usd, BigDecimal::add);
        nanos(sum);
        cover(day, ReportKind.COST);
    }

    /** As {@link #cost}. */
    void usage(LocalDate day, String model, ReportTokens tokens) {
        try {
            usages.merge(key(day, model), tokens, ReportTokens::plus);
        } catch (ArithmeticException tooMany) {
            throw new IllegalArgumentException("adds up to more tokens than there are numbers", tooMany);
        }
        cover(day, ReportKind.USAGE);
    }

    ProviderReport report(boolean cutOff, String sha256) {
        List<CostLine> costLines = costs.entrySet().stream()
                .map(each -> new CostLine(each.getKey().day(), each.getKey().model(), nanos(each.getValue())))
                .toList();
        List<UsageLine> usageLines = usages.entrySet().stream()
                .map(each -> new UsageLine(each.getKey().day(), each.getKey().model(), each.getValue()))
                .toList();
        return new ProviderReport(covered, costLines, usageLines, cutOff, sha256);
    }

    private Key key(LocalDate day, String model) {
        if (model.length() > MODEL_LENGTH_MAX || model.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("names no model: it is longer than " + MODEL_LENGTH_MAX + " characters");
        }
        if (costs.size() + usages.size() >= LINES_MAX) {
            throw new IllegalArgumentException("is beyond the " + LINES_MAX + " lines of one import; take fewer days");
        }
        return new Key(day, model);
    }

    private static Money nanos(BigDecimal usd) {
        try {
            return new Money(usd.movePointRight(NANO_DIGITS)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact());
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("is more money than there is", tooLarge);
        }
    }
}
