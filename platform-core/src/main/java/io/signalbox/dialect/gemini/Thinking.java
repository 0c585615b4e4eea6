package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reasoning;

/**
 * How much Gemini is to think (https://ai.google.dev/gemini-api/docs/thinking): a budget in tokens up to its second generation, a level from its third on,
 * where a caller's budget becomes the level of the effort it amounts to. A Pro model cannot be kept from thinking and thinks as little as it can. Thoughts
 * are asked for unless the caller does not want to see them.
 */
final class Thinking {

    private static final long FLASH_MAX = 24_576;
    private static final long PRO_MIN = 128;

    private Thinking() {}

    static void write(Reasoning reasoning, long outputLimit, ModelName model, ObjectNode config) {
        if (!reasoning.isOn() && !reasoning.isOff()) {
            reasoning
                    .shown()
                    .filter(shown -> shown)
                    .ifPresent(shown -> config.putObject("thinkingConfig").put("includeThoughts", true));
            return;
        }
        ObjectNode thinking = config.putObject("thinkingConfig");
        if (model.hasLevels()) {
            thinking.put("thinkingLevel", level(reasoning, outputLimit, model));
        } else {
            thinking.put("thinkingBudget", budget(reasoning, outputLimit, model.isPro()));
        }
        if (reasoning.isOn() && reasoning.shown().orElse(true)) {
            thinking.put("includeThoughts", true);
        }
    }

    private static long budget(Reasoning reasoning, long outputLimit, boolean pro) {
        long budget = reasoning.budgetWithin(outputLimit);
        return pro ? Math.max(PRO_MIN, budget) : Math.min(FLASH_MAX, budget);
    }

    private static String level(Reasoning reasoning, long outputLimit, ModelName model) {
        return switch (reasoning.effortWithin(outputLimit).orElse(Reasoning.Effort.HIGH)) {
            case NONE, MINIMAL -> model.isPro() ? "low" : "minimal";
            case LOW -> "low";
            case MEDIUM -> model.hasTwoLevels() ? "high" : "medium";
            case HIGH, XHIGH -> "high";
        };
    }
}
