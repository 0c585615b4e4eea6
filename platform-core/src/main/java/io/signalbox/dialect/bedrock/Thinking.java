package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.Reasoning.Effort;
import io.signalbox.provider.ProviderCall;
import java.util.Optional;

/**
 * How much a model is to think, in the words of its maker; some think without being asked and cannot be told. Anthropic's need at least 1024 tokens below the
 * output limit; those that the quirk {@code adaptive_thinking} matches take an effort instead of a budget.
 */
final class Thinking {

    private static final long BUDGET_MIN = 1_024;

    private Thinking() {}

    /** Writes it into {@code additionalModelRequestFields}. */
    static void write(ProviderCall call, ModelFamily family, ObjectNode fields) {
        Reasoning reasoning = call.chat().reasoning();
        Optional<Effort> effort = reasoning.effortWithin(call.writtenLimit());
        switch (family) {
            case ANTHROPIC -> writeAnthropic(call, effort, fields);
            case NOVA_2 ->
                fields.putObject("reasoningConfig").put("type", "enabled").put("maxReasoningEffort", ofThree(effort));
            case GPT_OSS -> fields.put("reasoning_effort", ofThree(effort));
            case NOVA, MISTRAL, COHERE, OTHER -> {}
        }
    }

    private static void writeAnthropic(ProviderCall call, Optional<Effort> effort, ObjectNode fields) {
        long limit = call.writtenLimit();
        if (call.deployment().upstreamModel().matches(call.provider().quirk("adaptive_thinking", ""))) {
            fields.putObject("thinking").put("type", "adaptive");
            effort.ifPresent(it -> fields.putObject("output_config")
                    .put("effort", (it == Effort.MINIMAL ? Effort.LOW : it).wireName()));
            return;
        }
        long budget = Math.min(call.chat().reasoning().budgetWithin(limit), limit - 1);
        if (budget >= BUDGET_MIN) {
            fields.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        }
    }

    private static String ofThree(Optional<Effort> effort) {
        return switch (effort.orElse(Effort.MEDIUM)) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH -> "high";
        };
    }
}
