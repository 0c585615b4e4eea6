package io.signalbox.money;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Prices of one model at one provider, in nano-USD per million tokens: by token class, by the length of the prompt ({@link RateStep}) and by service tier.
 * A class without a rate of its own falls back to its parent's of the same step; input and output are always priced. Immutable; nothing here allocates
 * more than the answer.
 *
 * <p>Rates as they are listed price the standard tier. {@link #asking} gives those for a request that asks for another: whatever the provider then falls back
 * to, they are never too low, and {@link #stated} prices by the tier that it says it used.
 */
public final class Rates {

    private static final long MILLION = 1_000_000;

    private final List<RateStep> steps;
    private final long[] above;
    private final long[][] resolved;
    private final long[] dearestInput;
    private final long[] dearestOutput;
    private final Set<TokenClass> listed;
    private final Map<ServiceTier, Rates> tiers;
    private final Map<ServiceTier, Rates> asking;
    private final boolean asked;

    /** Fails when input or output has no rate, or any rate is negative. */
    public Rates(Map<TokenClass, Long> rates) {
        this(List.of(new RateStep(0, rates)));
    }

    /** Fails when no step begins at 0, two begin at the same length, or one lacks input or output. */
    public Rates(List<RateStep> steps) {
        this(steps, Map.of());
    }

    /** As {@link #Rates(List)}, with what other tiers than the standard cost. */
    public Rates(List<RateStep> steps, Map<ServiceTier, Rates> otherTiers) {
        this(sorted(steps), standardAnd(otherTiers), true);
    }

    private Rates(List<RateStep> sorted, Map<ServiceTier, Rates> otherTiers, boolean askable) {
        steps = List.copyOf(sorted);
        int count = steps.size();
        above = new long[count];
        resolved = new long[count][];
        dearestInput = new long[count];
        dearestOutput = new long[count];
        for (int i = 0; i < count; i++) {
            above[i] = steps.get(i).abovePromptTokens();
            resolved[i] = steps.get(i).resolved();
            dearestInput[i] = Math.max(i == 0 ? 0 : dearestInput[i - 1], dearest(resolved[i], TokenClass.INPUT));
            dearestOutput[i] = Math.max(i == 0 ? 0 : dearestOutput[i - 1], dearest(resolved[i], TokenClass.OUTPUT));
        }
        listed = Set.copyOf(steps.get(0).nanosPerMillion().keySet());
        tiers = Map.copyOf(otherTiers);
        asked = !askable;
        asking = askable ? asking(otherTiers) : Map.of();
    }

    public static Rates ofText(long inputNanosPerMillion, long outputNanosPerMillion) {
        return new Rates(Map.of(TokenClass.INPUT, inputNanosPerMillion, TokenClass.OUTPUT, outputNanosPerMillion));
    }

    /** The rate of the standard tier where prices begin. */
    public long nanosPerMillion(TokenClass tokenClass) {
        return resolved[0][tokenClass.ordinal()];
    }

    /** The rate of a request with a prompt of so many tokens. */
    public long nanosPerMillion(TokenClass tokenClass, long promptTokens) {
        return resolved[step(promptTokens)][tokenClass.ordinal()];
    }

    /** Whether the class has a rate of its own, instead of its parent's. */
    public boolean isListed(TokenClass tokenClass) {
        return listed.contains(tokenClass);
    }

    /** As listed, the one for the shortest prompts first. */
    public List<RateStep> steps() {
        return steps;
    }

    /** Whether longer prompts are priced apart. */
    public boolean isStepped() {
        return above.length > 1;
    }

    /** What each tier other than the standard costs. */
    public Map<ServiceTier, Rates> tiers() {
        return tiers;
    }

    /**
     * The rates for a request that asks for {@code tier}: class by class the dearer of it and the standard, since a provider may fall back to that. Empty
     * when the tier has no price. Asking once is enough.
     */
    public Optional<Rates> asking(ServiceTier tier) {
        return asked || tier == ServiceTier.STANDARD ? Optional.of(this) : Optional.ofNullable(asking.get(tier));
    }

    /** The rates to settle by when the provider says that it used {@code tier}; these when that has no price of its own. */
    public Rates stated(ServiceTier tier) {
        Rates priced = tiers.get(tier);
        return priced == null ? this : priced;
    }

    /** What {@code usage} costs: the exact dot product, rounded half up to the nano once at the end. */
    public Money cost(TokenUsage usage) {
        return new Money(Math.addExact(total(usage), MILLION / 2) / MILLION);
    }

    /** As {@link #cost}, rounded up: an upper bound may never be short by the rounding. */
    public Money costRoundedUp(TokenUsage usage) {
        return new Money(Math.addExact(total(usage), MILLION - 1) / MILLION);
    }

    /**
     * An upper bound for any split of {@code inputTokens}, or fewer, over the input classes and {@code outputTokens}, or fewer, over the output classes: at
     * the dearest rates of any step that such a prompt can be above.
     */
    public Money upperBound(long inputTokens, long outputTokens) {
        int step = step(inputTokens);
        long total = Math.addExact(
                Math.multiplyExact(dearestInput[step], inputTokens),
                Math.multiplyExact(dearestOutput[step], outputTokens));
        return new Money(Math.addExact(total, MILLION - 1) / MILLION);
    }

    /**
     * How many output tokens fit into {@code money} after {@code inputTokens}; empty when not even the input fits. Of more money than can be counted
     * here (some nine thousand USD), the rest is left out: the answer is still affordable.
     */
    public OptionalLong affordableOutput(Money money, long inputTokens) {
        int step = step(inputTokens);
        long counted = Math.multiplyExact(Math.min(money.nanos(), Long.MAX_VALUE / MILLION), MILLION);
        long left = Math.subtractExact(counted, Math.multiplyExact(dearestInput[step], inputTokens));
        if (left < 0) {
            return OptionalLong.empty();
        }
        long out = dearestOutput[step];
        return OptionalLong.of(out == 0 ? Long.MAX_VALUE : left / out);
    }

    /** The index of the highest step that a prompt of so many tokens is above. */
    private int step(long promptTokens) {
        int step = above.length - 1;
        while (step > 0 && promptTokens <= above[step]) {
            step--;
        }
        return step;
    }

    private long total(TokenUsage usage) {
        long[] rates = resolved[step(usage.promptTokens())];
        long sum = 0;
        for (TokenClass each : CLASSES) {
            long tokens = usage.of(each);
            if (tokens != 0) {
                sum = Math.addExact(sum, Math.multiplyExact(rates[each.ordinal()], tokens));
            }
        }
        return sum;
    }

    private static final TokenClass[] CLASSES = TokenClass.values();

    private static long dearest(long[] rates, TokenClass parent) {
        long max = 0;
        for (TokenClass each : CLASSES) {
            if (each.parent() == parent) {
                max = Math.max(max, rates[each.ordinal()]);
            }
        }
        return max;
    }

    private static List<RateStep> sorted(List<RateStep> steps) {
        List<RateStep> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingLong(RateStep::abovePromptTokens));
        if (sorted.isEmpty() || sorted.get(0).abovePromptTokens() != 0) {
            throw new IllegalArgumentException("prices must begin with a step above 0 tokens");
        }
        long different = sorted.stream()
                .mapToLong(RateStep::abovePromptTokens)
                .distinct()
                .count();
        if (different != sorted.size()) {
            throw new IllegalArgumentException("two price steps begin above the same number of tokens");
        }
        return sorted;
    }

    private static Map<ServiceTier, Rates> standardAnd(Map<ServiceTier, Rates> otherTiers) {
        if (otherTiers.containsKey(ServiceTier.STANDARD)) {
            throw new IllegalArgumentException("the standard tier is priced by the rates themselves");
        }
        return otherTiers;
    }

    private Map<ServiceTier, Rates> asking(Map<ServiceTier, Rates> otherTiers) {
        Map<ServiceTier, Rates> dearer = new EnumMap<>(ServiceTier.class);
        otherTiers.forEach((tier, rates) -> {
            Map<ServiceTier, Rates> all = new EnumMap<>(ServiceTier.class);
            all.putAll(otherTiers);
            all.put(ServiceTier.STANDARD, this);
            dearer.put(tier, new Rates(dearerSteps(rates), all, false));
        });
        return dearer;
    }

    private List<RateStep> dearerSteps(Rates other) {
        Set<Long> lengths = new TreeSet<>();
        steps.forEach(each -> lengths.add(each.abovePromptTokens()));
        other.steps.forEach(each -> lengths.add(each.abovePromptTokens()));
        return lengths.stream()
                .map(length ->
                        RateStep.dearer(length, resolved[step(length + 1)], other.resolved[other.step(length + 1)]))
                .toList();
    }

    /** Whether every prompt costs the same at every tier; how it came to be listed does not matter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Rates that
                && Arrays.equals(above, that.above)
                && Arrays.deepEquals(resolved, that.resolved)
                && tiers.equals(that.tiers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(resolved) + Arrays.hashCode(above);
    }
}
