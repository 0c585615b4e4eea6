package io.signalbox.billing.price;

import io.signalbox.catalog.PriceList;
import io.signalbox.money.Money;
import io.signalbox.money.RateStep;
import io.signalbox.money.Rates;
import io.signalbox.money.ServiceTier;
import io.signalbox.money.TokenClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one state of the price book differs from another, and what of it is so odd that somebody should look before it holds. Pure.
 *
 * @param added models that had no price
 * @param removed models that have none any more
 * @param changes rates that differ, in the order of provider and model
 * @param jumps what is implausible, a sentence each
 */
public record PriceDiff(
        List<PriceList.Of> added, List<PriceList.Of> removed, List<Change> changes, List<String> jumps) {

    /** Prices move by less at once; what moves by more is more likely a slip of the pen. */
    private static final int JUMP_FACTOR = 5;

    /** No text model's output is this many times cheaper than its input. */
    private static final int OUTPUT_FACTOR = 10;

    /** $10,000 a million: dearer than this is a price per thousand or per token in the wrong column. */
    private static final long PLAUSIBLE_MAX = 10_000_000_000_000L;

    /** A tenth of a cent a million: cheaper than this is a price per token in the column per million. */
    private static final long PLAUSIBLE_MIN = 1_000_000L;

    /** One rate: empty where there was, or is, none. */
    public record Change(PriceList.Of of, String rate, Optional<Money> before, Optional<Money> after) {

        /** {@code +25.0 %}; empty where either is missing or it was free. */
        public Optional<String> percent() {
            if (before.isEmpty() || after.isEmpty() || before.get().nanos() == 0) {
                return Optional.empty();
            }
            BigDecimal was = BigDecimal.valueOf(before.get().nanos());
            BigDecimal percent = BigDecimal.valueOf(after.get().nanos())
                    .subtract(was)
                    .movePointRight(2)
                    .divide(was, 1, RoundingMode.HALF_UP);
            return Optional.of((percent.signum() > 0 ? "+" : "") + percent.toPlainString() + " %");
        }
    }

    private static final Comparator<PriceList.Of> ORDER =
            Comparator.comparing(PriceList.Of::provider).thenComparing(PriceList.Of::model);

    public PriceDiff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changes = List.copyOf(changes);
        jumps = List.copyOf(jumps);
    }

    public static PriceDiff of(Map<PriceList.Of, Rates> before, Map<PriceList.Of, Rates> after) {
        List<PriceList.Of> added = new ArrayList<>();
        List<PriceList.Of> removed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        List<String> jumps = new ArrayList<>();
        Map<PriceList.Of, Boolean> all = new TreeMap<>(ORDER);
        before.keySet().forEach(of -> all.put(of, true));
        after.keySet().forEach(of -> all.put(of, true));
        for (PriceList.Of of : all.keySet()) {
            Rates was = before.get(of);
            Rates is = after.get(of);
            if (is == null) {
                removed.add(of);
                continue;
            }
            if (was == null) {
                added.add(of);
                jumps.addAll(oddities(of, is));
            } else if (!flat(was).equals(flat(is))) {
                List<Change> differing = differing(of, flat(was), flat(is));
                changes.addAll(differing);
                differing.forEach(each -> jump(each).ifPresent(jumps::add));
                jumps.addAll(oddities(of, is));
            }
        }
        return new PriceDiff(added, removed, changes, jumps);
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changes.isEmpty();
    }

    private static List<Change> differing(PriceList.Of of, Map<String, Long> was, Map<String, Long> is) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        was.keySet().forEach(name -> names.put(name, true));
        is.keySet().forEach(name -> names.put(name, true));
        List<Change> changes = new ArrayList<>();
        for (String name : names.keySet()) {
            Change change = new Change(of, name, money(was.get(name)), money(is.get(name)));
            if (!change.before().equals(change.after())) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static Optional<Money> money(@Nullable Long nanos) {
        return nanos == null ? Optional.empty() : Optional.of(new Money(nanos));
    }

    private static Optional<String> jump(Change change) {
        if (change.before().isEmpty() || change.after().isEmpty()) {
            return Optional.empty();
        }
        long was = change.before().get().nanos();
        long is = change.after().get().nanos();
        String what = PriceFile.told(change.of()) + " " + change.rate();
        if (is == 0) {
            return Optional.of(what + " becomes free; it was " + change.before().get());
        }
        boolean up = was == 0 || is / JUMP_FACTOR > was || is / JUMP_FACTOR == was && is % JUMP_FACTOR > 0;
        boolean down = was / JUMP_FACTOR > is || was / JUMP_FACTOR == is && was % JUMP_FACTOR > 0;
        return up || down
                ? Optional.of(what + " jumps from " + change.before().get() + " to "
                        + change.after().get() + " a million")
                : Optional.empty();
    }

    /** What looks wrong by itself. */
    private static List<String> oddities(PriceList.Of of, Rates rates) {
        List<String> odd = new ArrayList<>();
        long input = rates.nanosPerMillion(TokenClass.INPUT);
        long output = rates.nanosPerMillion(TokenClass.OUTPUT);
        if (output > 0 && output < input / OUTPUT_FACTOR) {
            odd.add(PriceFile.told(of) + " has output at less than a tenth of its input");
        }
        flat(rates).forEach((name, nanos) -> {
            if (nanos > PLAUSIBLE_MAX) {
                odd.add(PriceFile.told(of) + " " + name + " is " + new Money(nanos)
                        + " a million: is that a price of another unit?");
            } else if (nanos > 0 && nanos < PLAUSIBLE_MIN) {
                odd.add(PriceFile.told(of) + " " + name + " is " + new Money(nanos)
                        + " a million: is that a price per token?");
            }
        });
        return odd;
    }

    /** Every listed rate by a name such as {@code input}, {@code output above 200000} or {@code flex input}. */
    public static Map<String, Long> flat(Rates rates) {
        Map<String, Long> flat = new LinkedHashMap<>();
        addSteps(flat, "", rates);
        for (ServiceTier tier : ServiceTier.values()) {
            if (rates.tiers().containsKey(tier)) {
                addSteps(flat, tier.wireName() + " ", rates.stated(tier));
            }
        }
        return flat;
    }

    private static void addSteps(Map<String, Long> to, String prefix, Rates rates) {
        for (RateStep step : rates.steps()) {
            String suffix = step.abovePromptTokens() == 0 ? "" : " above " + step.abovePromptTokens();
            for (TokenClass each : TokenClass.values()) {
                Long nanos = step.nanosPerMillion().get(each);
                if (nanos != null) {
                    to.put(prefix + each.wireName() + suffix, nanos);
                }
            }
        }
    }
}
