package io.signalbox.billing.reconcile.report;

import io.signalbox.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a provider's report is from what we metered, on one UTC day: of one model, the empty one where the provider does not say, or of them all. Costs
 * and tokens are empty where a side has none. {@code unpriced}: attempts of ours without a price, whose cost is missing from ours.
 */
public record Drift(LocalDate day, Optional<String> model, Side ours, Side theirs, long unpriced) {

    private static final int PERCENT_DIGITS = 2;

    /** What one side says. */
    public record Side(Optional<Money> cost, Optional<ReportTokens> tokens) {

        static final Side NOTHING = new Side(Optional.empty(), Optional.empty());

        Side plus(Side other) {
            Optional<Money> costs =
                    cost.map(sum -> other.cost.map(sum::plus).orElse(sum)).or(other::cost);
            Optional<ReportTokens> counts =
                    tokens.map(sum -> other.tokens.map(sum::plus).orElse(sum)).or(other::tokens);
            return new Side(costs, counts);
        }
    }

    /** Theirs less ours; empty unless both say. */
    public Optional<Money> difference() {
        return theirs.cost().flatMap(their -> ours.cost().map(their::minus));
    }

    /** The difference in percent of ours, to two digits; empty when there is none, or nothing to compare with. */
    public Optional<BigDecimal> percent() {
        return ours.cost()
                .filter(cost -> cost.nanos() != 0)
                .flatMap(cost -> difference()
                        .map(drift -> BigDecimal.valueOf(drift.nanos())
                                .multiply(BigDecimal.valueOf(100))
                                .divide(BigDecimal.valueOf(cost.nanos()), PERCENT_DIGITS, RoundingMode.HALF_EVEN)));
    }

    /** What cannot be compared, in words; empty when everything can. */
    public String remark() {
        List<String> remarks = new ArrayList<>();
        if (ours.equals(Side.NOTHING)) {
            remarks.add("we metered nothing");
        }
        if (theirs.cost().isEmpty()) {
            remarks.add("the provider reports no cost");
        }
        if (theirs.tokens().isEmpty()) {
            remarks.add("the provider reports no tokens");
        }
        if (unpriced > 0) {
            remarks.add(unpriced + " attempts of ours have no price");
        }
        return String.join("; ", remarks);
    }

    /** The models' drifts, and after those of each day all of them together. */
    static List<Drift> withTotals(List<Drift> models) {
        List<Drift> all = new ArrayList<>();
        for (int i = 0; i < models.size(); ) {
            LocalDate day = models.get(i).day();
            Side ours = Side.NOTHING;
            Side theirs = Side.NOTHING;
            long unpriced = 0;
            for (; i < models.size() && models.get(i).day().equals(day); i++) {
                Drift each = models.get(i);
                all.add(each);
                ours = ours.plus(each.ours());
                theirs = theirs.plus(each.theirs());
                unpriced += each.unpriced();
            }
            all.add(new Drift(day, Optional.empty(), ours, theirs, unpriced));
        }
        return List.copyOf(all);
    }
}
