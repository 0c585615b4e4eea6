package io.signalbox.money;

import java.util.EnumMap;
import java.util.Map;

/**
 * The rates of prompts of more than {@code abovePromptTokens} tokens, all classes counted, in nano-USD per million tokens. The whole request is priced at
 * the highest step that its prompt is above; 0 is where prices begin.
 */
public record RateStep(long abovePromptTokens, Map<TokenClass, Long> nanosPerMillion) {

    public RateStep {
        if (abovePromptTokens < 0) {
            throw new IllegalArgumentException("a price step begins above " + abovePromptTokens + " tokens");
        }
        nanosPerMillion = Map.copyOf(nanosPerMillion);
    }

    /** One rate for every class, those without a rate of their own at their parent's; fails without input or output, or on a negative rate. */
    long[] resolved() {
        long[] resolved = new long[TokenClass.values().length];
        for (TokenClass each : TokenClass.values()) {
            Long rate =
                    nanosPerMillion.containsKey(each) ? nanosPerMillion.get(each) : nanosPerMillion.get(each.parent());
            if (rate == null || rate < 0) {
                throw new IllegalArgumentException(
                        "rate of " + each.wireName() + " is " + rate + ": must be 0 or more");
            }
            resolved[each.ordinal()] = rate;
        }
        return resolved;
    }

    /** The dearer of the two, class by class, above {@code tokens}. */
    static RateStep dearer(long tokens, long[] one, long[] other) {
        Map<TokenClass, Long> rates = new EnumMap<>(TokenClass.class);
        for (TokenClass each : TokenClass.values()) {
            rates.put(each, Math.max(one[each.ordinal()], other[each.ordinal()]));
        }
        return new RateStep(tokens, rates);
    }
}
