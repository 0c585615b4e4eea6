package io.signalbox.launch.prove;

import io.signalbox.launch.prove.Oracle.Check;
import io.signalbox.launch.prove.Oracle.Figure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** What a proof came to, for people. */
final class Report {

    private final PrintWriter out;
    private final Tally tally;
    private final Treasury treasury;
    private final Books books;
    private final long meteredNanos;

    Report(PrintWriter out, Tally tally, Treasury treasury, Books books, long meteredNanos) {
        this.out = out;
        this.tally = tally;
        this.treasury = treasury;
        this.books = books;
        this.meteredNanos = meteredNanos;
    }

    /** Prints everything and returns whether every check holds. */
    boolean print(List<Check> checks, List<Figure> figures, Map<String, Integer> faults, long samples) {
        out.println();
        out.println("faults    " + faults);
        out.println("answers   " + tally.outcomes());
        out.println("edges     " + treasury.edges() + " times a budget was used up and raised; " + samples
                + " looks at spent + held meanwhile");
        out.printf(
                "events    %d: %s exact, %s estimated, %s unknown; booked %s, metered by the provider %s%n",
                books.events(),
                usd(books.costOfConfidence("exact")),
                usd(books.costOfConfidence("estimated")),
                usd(books.costOfConfidence("unknown")),
                usd(books.cost()),
                usd(meteredNanos));
        Treasury.Purse tenant = treasury.purses().get(treasury.purses().size() - 1);
        out.printf(
                "left      streams left in the middle: booked %s by what was delivered, metered by the provider %s%n",
                usd(books.costOfConfidence("estimated")), usd(treasury.meteredOfLeavers(tenant)));
        out.println();
        out.printf("%-16s %12s %12s %12s %8s%n", "budget", "cap", "spent", "true cost", "used");
        for (Figure each : figures) {
            out.printf(
                    "%-16s %12s %12s %12s %7s%%%n",
                    each.purse().name(),
                    usd(each.limit()),
                    usd(each.spent()),
                    usd(each.metered()),
                    perCent(each.spent(), each.limit()));
        }
        out.println();
        List<Check> broken = checks.stream().filter(each -> !each.holds()).toList();
        broken.forEach(each -> out.println("BROKEN    " + each.sentence() + " (" + each.detail() + ")"));
        out.println(checks.size() - broken.size() + " of " + checks.size() + " checks hold");
        out.flush();
        return broken.isEmpty();
    }

    private static String usd(long nanos) {
        return "$"
                + java.math.BigDecimal.valueOf(nanos, 9)
                        .setScale(6, java.math.RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static String perCent(long part, long whole) {
        return whole == 0
                ? "-"
                : java.math.BigDecimal.valueOf(part)
                        .multiply(java.math.BigDecimal.valueOf(100))
                        .divide(java.math.BigDecimal.valueOf(whole), 2, java.math.RoundingMode.DOWN)
                        .toPlainString();
    }
}
