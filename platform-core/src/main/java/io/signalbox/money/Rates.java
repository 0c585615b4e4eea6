package io.signalbox.money;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Prices of one model, in nano-USD per million tokens, by token class. A class without a rate of its own falls back to its
 * parent (cache, audio and image input to {@code INPUT}; reasoning and audio output to {@code OUTPUT}); input and output are always priced.
 */
public final class Rates {

    private static final long MILLION = 1_000_000;

    private final long[] nanosPerMillion = new long[TokenClass.values().length];
    private final Set<TokenClass> listed;

    /** Fails when input or output has no rate, or any rate is negative. */
    public Rates(Map<TokenClass, Long> rates) {
        Map<TokenClass, Long> given = new EnumMap<>(TokenClass.class);
        given.putAll(rates);
        listed = Set.copyOf(rates.keySet());
        for (TokenClass each : TokenClass.values()) {
            Long rate = given.getOrDefault(each, given.get(parent(each)));
            if (rate == null || rate < 0) {
                throw new IllegalArgumentException(
                        "rate of " + each.wireName() + " is " + rate + ": must be 0 or more");
            }
            nanosPerMillion[each.ordinal()] = rate;
        }
    }

    public static Rates ofText(long inputNanosPerMillion, long outputNanosPerMillion) {
        return new Rates(Map.of(TokenClass.INPUT, inputNanosPerMillion, TokenClass.OUTPUT, outputNanosPerMillion));
    }

    public long nanosPerMillion(TokenClass tokenClass) {
        return nanosPerMillion[tokenClass.ordinal()];
    }

    /** Whether the class has a rate of its own, instead of its parent's. */
    public boolean isListed(TokenClass tokenClass) {
        return listed.contains(tokenClass);
    }

    /** What {@code usage} costs: the exact dot product, rounded half up to the nano once at the end. */
    public Money cost(TokenUsage usage) {
        return new Money(Math.addExact(total(usage), MILLION / 2) / MILLION);
    }

    /** As {@link #cost}, rounded up: an upper bound may never be short by the rounding. */
    public Money costRoundedUp(TokenUsage usage) {
        return new Money(Math.addExact(total(usage), MILLION - 1) / MILLION);
    }

    /** An upper bound for any split of {@code inputTokens} over the input classes and {@code outputTokens} over the output classes. */
    public Money upperBound(long inputTokens, long outputTokens) {
        long in = dearest(TokenClass.INPUT);
        long out = dearest(TokenClass.OUTPUT);
        long total = Math.addExact(Math.multiplyExact(in, inputTokens), Math.multiplyExact(out, outputTokens));
        return new Money(Math.addExact(total, MILLION - 1) / MILLION);
    }

    /**
     * How many output tokens fit into {@code money} after {@code inputTokens}; empty when not even the input fits. Of more money than can be counted
     * here (some nine thousand USD), the rest is left out: the answer is still affordable.
     */
    public OptionalLong affordableOutput(Money money, long inputTokens) {
        long counted = Math.multiplyExact(Math.min(money.nanos(), Long.MAX_VALUE / MILLION), MILLION);
        long left = Math.subtractExact(counted, Math.multiplyExact(dearest(TokenClass.INPUT), inputTokens));
        if (left < 0) {
            return OptionalLong.empty();
        }
        long out = dearest(TokenClass.OUTPUT);
        return OptionalLong.of(out == 0 ? Long.MAX_VALUE : left / out);
    }

    private long total(TokenUsage usage) {
        long sum = 0;
        for (TokenClass each : TokenClass.values()) {
            long tokens = usage.of(each);
            if (tokens != 0) {
                sum = Math.addExact(sum, Math.multiplyExact(nanosPerMillion[each.ordinal()], tokens));
            }
        }
        return sum;
    }

    private long dearest(TokenClass parent) {
        long max = 0;
        for (TokenClass each : TokenClass.values()) {
            if (parent(each) == parent) {
                max = Math.max(max, nanosPerMillion[each.ordinal()]);
            }
        }
        return max;
    }

    private static TokenClass parent(TokenClass tokenClass) {
        return switch (tokenClass) {
            case INPUT, CACHE_READ, CACHE_WRITE_5M, CACHE_WRITE_1H, AUDIO_IN, IMAGE -> TokenClass.INPUT;
            case OUTPUT, REASONING, AUDIO_OUT -> TokenClass.OUTPUT;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rates that && java.util.Arrays.equals(nanosPerMillion, that.nanosPerMillion);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(nanosPerMillion);
    }
}
